// Package gox is not called as its directory is.
package gox

type D struct{ mutex }
type mutex struct{}

func (mutex) Lock() string { return "" }

func New() *D { return nil }

func local() any { return min(1, 2) }
