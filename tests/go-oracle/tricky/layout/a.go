// Package layout has files that gofmt did not write, and one that looks as if it had.
package layout

import "sync"

type T struct{ sync.Mutex }

type W struct{ X int }

func use(t *T, s []int, w W) {
	t.Lock()
	x := t.TryLock()
	n := len(s)
	m := cap(s)
	y := w.X
	z := min(struct{ x int }{}, struct{ x int }{})
	_, _, _, _, _ = x, n, m, y, z
}
