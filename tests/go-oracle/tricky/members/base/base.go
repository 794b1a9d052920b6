// Package base has members that nobody else sees.
package base

type Base struct {
	mu   int
	name string
	deep
}

type deep struct{ Shown, hidden []int }

func (b *Base) reset() int  { return b.mu }
func (b *Base) Reset() bool { return b.name == "" }
func (d *deep) Depth() int8 { return int8(len(d.hidden)) }

type Sealed interface {
	Close() error
	seal() int
}

type Anonymous = struct{ mu, Mu int }

func (b *Base) seal() int    { return 1 }
func (b *Base) Close() error { return nil }
