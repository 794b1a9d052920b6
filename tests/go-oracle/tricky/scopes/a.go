// Package scopes has names that seem to be declared elsewhere than they are.
package scopes

type odd struct{}

func (*odd) Error() string { return "" }

func mk() (*odd, bool)      { return nil, false }
func mkc() (chan int, bool) { return nil, false }

func clauses(v any, ch chan (<-chan int)) {
	switch x := v.(type) {
	case error:
		x, ok := mk()
		_, _ = x, ok
	case int, string:
		x, ok := mk()
		_, _ = x, ok
	case func() int:
		x()
		func() { _ = x() }()
		if x := x(); x > 0 {
			_ = x
		}
	default:
		x, ok := mk()
		_, _ = x, ok
	}
	select {
	case c := <-ch:
		c, ok := mkc()
		_, _ = c, ok
	}
	if x, ok := v.(error); ok && x != nil {
		x, y := mk()
		_, _ = x, y
	} else if x, y := mk(); y {
		_ = x
	} else {
		_, _ = x, y
	}
	for i, x := range []any{1} {
		_, _ = i, x
		x, i := mk()
		_, _ = x, i
	}
	switch x := v; {
	case x == nil:
		x, i := mk()
		_, _ = x, i
	}
	switch x := v; x := x.(type) {
	case error:
		_ = x.Error()
	}
	switch x := v; y := x.(type) {
	case error:
		y, x := mk()
		_, _ = x, y
	}
	switch y := v.(type) {
	case error:
		switch y := y.(type) {
		case *odd:
			_ = y
		case interface{ Unwrap() []error }:
			_ = y.Unwrap()
		}
		_ = y.Error()
	}
}

type z int

// The types of a clause stand outside of it.
func types(v any) {
	switch z := v.(type) {
	case z:
		_ = z + 1
	case []z, map[z]int:
		_ = z
	case nil:
		_ = z
	}
}

type E struct{ Y string }
type T struct{ X int }
type H[H any] struct{ v H }
type G[T any] struct{ v T }

// The parameters of a list are visible in all of it, and nowhere else.
func list[S ~[]E, E any](s S) (e E) {
	e = s[0]
	return e
}

func pairs[K comparable, M ~map[K]E, E []T, T any](m M) (k K, t T) {
	for k, e := range m {
		return k, e[0]
	}
	return
}

func (g *G[E]) get() E { return g.v }
func (g *G[T]) two(a T) (x, y T) {
	x = a
	return x, g.v
}
func (h H[H]) get() H { return h.v }

func outside(e E, t T, g *G[T], h H[E]) {
	a := e.Y
	b := t.X
	c := g.get().X
	d := h.get().Y
	f := list([]T{})
	i, j := pairs(map[string][]E{})
	k, l := g.two(t)
	_, _, _, _, _, _, _, _, _ = a, b, c, d, f, i, j, k, l
}

func named(string int, n string, T T, E func(E T) E) (string2 string) {
	x := string + 1
	y := T.X
	z := E(T).Y
	_, _, _ = x, y, z
	return n
}

func shadows[int any, string fmter](a int, b string) (c []int) {
	x := a
	y := b.format()
	z := append(c, a)
	_, _, _ = x, y, z
	return
}

type fmter interface{ format() error }

func locals(v any) {
	type nil struct{ q int }
	switch x := v.(type) {
	case nil:
		_ = x.q
	case (interface{ Foo() }):
		_ = x
	}
	type string = []int
	var s string
	_ = s[0]
	const c = 1
	{
		const (
			c = c + 1
			d = c
			e = "x"
		)
		_, _, _ = c, d, e
	}
	type T struct{ T *T }
	t := T{}
	_ = t.T.T
	len := func(x int) []int { return make([]int, x) }
	_ = len(3)
	append := struct{ f func() int }{}
	_ = append.f()
	var iota any = 3
	_ = iota
	x := [...]int{c: 1}
	m := map[int]int{c: c}
	_, _ = x, m
	func(x any) (i error) {
		x, z := mk()
		i, w := mk()
		_, _, _ = x, z, w
		return
	}(1)
L:
	for L := range 3 {
		if L > 1 {
			break L
		}
		continue L
	}
	goto M
M:
	_ = t
}
