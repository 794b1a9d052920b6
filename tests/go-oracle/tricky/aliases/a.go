// Package aliases has types of two names, and methods that are declared on the second one.
package aliases

import (
	"io"
	"sync"
)

type Map struct{ sync.Map }
type second = Map
type third = second

func (m *second) Load(k any) (any, bool) { return nil, k == "special" }

type E struct{ io.Closer }
type B struct{ E }
type (
	A  = B
	PA = *B
)

func (A) Close() int      { return 1 }
func (b third) Len() int8 { return 1 }
func (b PA) Reset() bool  { return true }

func use(m *Map, b B) {
	x, y := m.Load("")
	m.Store(x, y)
	z := b.Close()
	f := A{}.Close
	g := PA.Reset
	h := b.E.Close()
	_, _, _, _, _, _ = z, f, g, h, m.Len(), b.Reset()
}

// The parameters of a generic alias are its own.
type Set[T comparable] = map[T]struct{}
type List[E any, V any] = []E
type Pair[error any] = []error

type T struct{ X int }
type Box[V any] struct{ v V }
type BoxOf[K comparable, V any] = Box[map[K]V]

func (b *Box[V]) Get() V { return b.v }

func generic(t T, s Set[string], e error, l List[T, int], b BoxOf[string, T]) {
	x := t.X
	var u T
	for k := range s {
		_ = k
	}
	_ = e.Error()
	_ = l[0].X
	_ = b.Get()["x"].X
	type Local[Q any] = []Q
	var v Local[int]
	w := v[0]
	_, _, _, _ = u, x, v, w
}
