//go:build !unix

package builds

type V struct{ X string }

const size = 8

type io struct{ closed bool }

func (io) same() error    { return nil }
func (io) differs() int64 { return 1 }
