// Package ends stands in a directory that seems to hold tests.
package ends

type T struct{ X int }

func New() *T     { return nil }
func helper() int { return 1 }

var _ = helper()
