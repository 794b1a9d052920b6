// Package members selects fields and methods that are promoted from afar.
package members

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"testing"

	"gofix-pit/oracle/tricky/members/base"
)

type inner struct {
	mu     sync.Mutex
	name   []byte
	hidden error
	deep   rune
}

func (i *inner) reset() string { return "" }
func (i *inner) seal() bool    { return false }

type wrap struct{ inner }

type outer struct {
	base.Base
	wrap
}

func unexported(o *outer, s base.Sealed, p struct {
	base.Sealed
	*outer
}) {
	o.mu.Lock()
	a, b, c, d := o.name, o.reset(), o.hidden, o.deep
	e, f, g, h := o.Reset(), o.Shown, o.Depth(), o.seal()
	i, j := s.Close(), p.seal()
	k := (*outer).reset
	_, _, _, _, _, _, _, _, _, _, _ = a, b, c, d, e, f, g, h, i, j, k
}

type core struct {
	w     io.Writer
	mu    []int
	buf   string
	state int8
	name  string
	off   error
	once  bool
}

func (c *core) grow(n int) string { return "" }
func (c *core) lockSlow() string  { return "" }
func (c *core) private() int      { return 1 }
func (c *core) logDepth() int     { return 1 }

type core2 struct{ core }
type (
	s1 struct {
		sync.RWMutex
		core
	}
	s2 struct {
		sync.Mutex
		*core2
	}
	s3 struct {
		bytes.Buffer
		core2
	}
	s4 struct {
		*testing.T
		*core2
	}
	s5 struct {
		http.Server
		core2
	}
	s6 struct {
		testing.TB
		core2
	}
)

func library(a *s1, b *s2, c *s3, d *s4, e *s5, g *s6) {
	_, _, _, _ = a.w, b.mu, b.state, b.lockSlow()
	_, _, _, _, _ = c.buf, c.off, c.grow(1), d.name, d.mu
	_, _, _ = d.logDepth(), e.mu, g.private()
}

// The shallowest one is selected, and all methods of an interface are at one depth.
type l0 struct{ X int }
type l1 struct{ l0 }
type l2 struct{ l1 }
type other struct{ X string }
type wrapped struct{ other }
type mix struct {
	l2
	wrapped
}
type closes struct{ closing }
type closing struct{}

func (closing) Close() string { return "" }

type both struct {
	io.ReadWriteCloser
	closes
}
type twice struct {
	l1
	l2
	X bool
}
type ring struct{ *gnir }
type gnir struct {
	*ring
	Y int
}
type ofAny[T any] struct{ held[T] }
type held[T any] struct{ V T }

func (h *held[E]) Get(e E) E { return h.V }

func depth(m *mix, b both, t twice, r ring, o ofAny[[]string]) {
	_, _, _, _ = m.X, b.Close(), t.X, r.Y
	_, _, _ = o.V, o.Get(nil), t.l2.X
}

type (
	failure  error
	failing  struct{ failure }
	reader   io.ReadCloser
	readers  struct{ reader }
	pointer  *l2
	embedded interface {
		io.Reader
		fmtState
		Close() error
	}
	fmtState interface{ Flag(c int) bool }
)

func interfaces(f failure, g failing, r reader, s readers, p pointer, e embedded) {
	_, _, _ = f.Error(), g.Error(), r.Close()
	_, _, _ = s.Close(), p.X, p.l1
	_, _ = e.Flag(1), e.Close()
	n, err := e.Read(nil)
	_, _ = n, err
	type local io.ReadCloser
	var l local
	_ = l.Close()
	type plain struct {
		l2
		failure
	}
	_, _ = plain{}.X, plain{}.Error()
}

func anonymous(a base.Anonymous, b struct{ mu, Mu string }) {
	_, _, _ = a.Mu, b.mu, b.Mu
	c := struct {
		base.Anonymous
		wrap
	}{}
	c.mu.Lock()
}
