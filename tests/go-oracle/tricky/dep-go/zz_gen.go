//go:build ignore

package main

type D struct{ A string }

func (D) Lock() int { return 1 }

func New() string { return "" }

func min(a, b int) string { return "" }

func main() { New() }
