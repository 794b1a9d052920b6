// Package values has expressions that look like other ones.
package values

import "unsafe"

type A struct{ X int }

func (A) Close() error   { return nil }
func gen[T any](x T) []T { return []T{x} }
func conv[T ~int](x T) T { return x + 1 }

func made(n int, f float64, v *int, m map[string]int, a []func() A, p unsafe.Pointer) {
	_, _, _, _ = new(n), new(1<<3), new('a'), new(f > 1)
	_, _, _, _ = new((*v)), new(*v), new([]int{1}), new(gen(1))
	_, _, _, _ = new(gen[int](1)), new(int64(n)), new((*int)), new(map[string]int{}["a"])
	_, _, _, _ = new(m["a"]), new((m["a"])), new((A)), new((a[0]))
	_, _, _ = *(*A)(p), a[0]().X, gen[func() A](nil)[0]()
	_, _ = conv[int](3), (*[4]byte)(p)[0]
	type T = *A
	_, _ = new(T), (T)(nil).X
}

func expressions() {
	f := A.Close
	g := (*A).Close
	h := struct{ A }.Close
	i := interface{ Close() error }.Close
	j := struct{ A }{}.Close
	k := (struct{ *A }).Close
	_, _, _, _, _, _ = f, g, h, i, j, k
}

var handlers map[string]func(int) (int8, error)

func elements(k string, s []func() A, ch chan chan int) {
	a, b := handlers[k](1)
	c, d := handlers[k]
	e, f := <-ch
	g, h := gen[int](1), s[0]().X
	_, _, _, _, _, _, _, _ = a, b, c, d, e, f, g, h
	i, j := unsafe.Slice(&k, 1)[0], min(1, 2.5, 'a')
	l, m := max("a", "b"), min(len(k), 2)
	_, _, _, _ = i, j, l, m
}
