// Package builds is another one on each platform.
package builds

import (
	. "strings"
	"sync"
)

type T struct{ sync.Mutex }

type U struct {
	T
	io
}

func use(t *T, v V, u *U, s []int) {
	t.Lock()
	x := t.Lock
	y := t.Unlock
	x()
	y()
	u.Lock()
	a, b, c := ToUpper("x"), v.X, len(s)
	var arr [size]int
	d, e, f, g := u.same(), u.differs(), u.closed, name()
	_, _, _, _, _, _, _, _ = a, b, c, arr, d, e, f, g
	h, i := t.TryLock(), tested
	_, _ = h, i
}

var tested = ToLower("")

func anything(x any) {
	_ = x
}
