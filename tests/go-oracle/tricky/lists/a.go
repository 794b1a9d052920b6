// Package lists has long lists of names, channels of channels, and constants for type parameters.
package lists

import "cmp"

type L struct{ v int }

func (*L) Fatal(...any) {}

type log int

func (log) Fatal() string { return "" }

var b, c, d, r1, r2 string

func run(log, b, c, d, e, f, g, h, i, j, k *L) (r1, r2, r3, r4, r5, r6, r7, r8, r9, ra error) {
	log.Fatal("x", b.v, c, d, e, k)
	r1, r2 = r2, ra
	return
}

func (l L) method(log, b, c, d, e, f, g, h, i, j int, k ...string) (n int) {
	_, _, _ = log+b, k[0], func(log, b, c, d, e, f, g, h, i, j, x, y *L, z L) { log.Fatal(b, z.v) }
	return log
}

type named interface {
	M(log, b, c, d, e, f, g, h, i, j, k, l map[string]int, z log) (r1, r2, L, u, v, w, my, pair, one, y error)
}

func types(log, string, int, int, int, int, int, int, int, int, int, bool) {}

func calls(n named, f func(log, b, c, d, e, f, g, h, i, j, k, l bool) log) {
	x, y, _, _, _, _, _, _, _, _ := n.M(nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, 1)
	_, _, _, _ = x, y, types, f(true, false, true, true, true, true, true, true, true, true, true, true)
	_, _ = run, L.method
}

func channels(a chan<- chan int, b chan (<-chan int), c chan<- <-chan int, e <-chan chan<- L) {
	var f chan<- chan<- chan int
	a <- make(chan int)
	_, _, _, _, _ = a, <-b, c, <-e, f
	for x := range b {
		_ = <-x
	}
	_, _ = make(chan<- chan string), func(chan<- chan L) {}
}

type my int

type one interface{ my }

func float[T float64](t T) T            { return t }
func some[T interface{ my }](t T) T     { return t }
func single[T one](t T) T               { return t }
func union[T int | float64](t ...T) T   { return t[0] }
func ordered[T cmp.Ordered](t T, u T) T { return t }
func anything[T any](t T) []T           { return nil }
func approx[T ~int | ~string](t T) T    { return t }
func tell[S ~[]E, E any](e E, s S) E    { return e }
func alone[E any, S []E](e E) (s S)     { return s }

func constants() {
	_, _, _, _ = float(0), some(0), single(0), union(0)
	_, _, _, _ = union(0, 1.5), ordered(0, 1.5), anything('a'), approx("a")
	_, _, _ = tell(0, []int8{}), union(1, 2), alone(1)
}

func clauses(v any) (n int, err error) {
	switch x := v.(type) {
	case int:
		n = x + x
	case error:
		err = x
	case string, bool:
		_ = x
	default:
		_ = x
	}
	switch {
	case n == 1:
		n = 2
		fallthrough
	case n == 3:
		n++
	default:
		panic("x")
	}
	return
}

type pair[A, B any] struct {
	a A
	b B
}

func mk[A, B any](a A, b B) pair[A, B] { return pair[A, B]{a, b} }

func doubled() {
	x0 := 1
	x1 := mk(x0, x0)
	x2 := mk(x1, x1)
	x3 := mk(x2, x2)
	x4 := mk(x3, x3)
	_ = x4.a.b.a.b
}
