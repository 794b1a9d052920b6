//go:build unix

package builds

type V struct{ X int }

const size = 4

type io struct{ closed bool }

func (io) same() error  { return nil }
func (io) differs() int { return 1 }
