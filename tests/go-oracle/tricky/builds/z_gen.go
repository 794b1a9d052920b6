//go:build ignore

package main

type T struct{}

func (T) TryLock() string { return "" }

func name() int { return 1 }

func main() { name() }
