// Command bodies runs generated functions whose loops defer the release of what they acquire, and says what each returns,
// what it used, and whether it released all of it once and used nothing that was released.
//
// The functions come from a generator; those in sample.go only keep this file honest.
package main

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"hash/fnv"
	"maps"
	"os"
	"slices"
)

var functions = map[string]func(t *tracer) string{}

func main() {
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		f := functions[name]
		for seed := range uint64(24) {
			t := &tracer{state: seed*977 + 1, hash: fnv.New64a()}
			result := t.run(f)
			t.finish()
			fmt.Fprintf(os.Stdout, "%s %d: %x %s; %d left%s\n", name, seed, t.hash.Sum(nil), result, t.left, t.wrong)
		}
	}
}

// tracer decides which way a function goes and notes what it does.
type tracer struct {
	state  uint64
	steps  int
	opened int
	hash   hash.Hash
	open   []*res
	left   int    // most that an iteration of the outermost loop left behind
	wrong  string // what must not happen
}

func (t *tracer) run(f func(*tracer) string) (result string) {
	defer func() {
		if v := recover(); v != nil {
			result = fmt.Sprint("panic: ", v)
		}
	}()
	return f(t)
}

// pick is a number below n, and 0 once the function has gone on for long.
func (t *tracer) pick(n int) int {
	if t.steps++; t.steps > 300 {
		return 0
	}
	t.state = t.state*6364136223846793005 + 1442695040888963407
	return int(t.state >> 33 % uint64(n))
}

func (t *tracer) flip() bool { return t.pick(2) == 1 }

// rarely is true once in a while.
func (t *tracer) rarely() bool { return t.pick(6) == 5 }

// ch is a channel that is ready or not.
func (t *tracer) ch() <-chan int {
	c := make(chan int, 1)
	if t.flip() {
		c <- t.pick(9)
	}
	return c
}

func (t *tracer) use(v any) { fmt.Fprintln(t.hash, v) }

// head is the start of an iteration of the outermost loop: what the one before left open is counted.
func (t *tracer) head() {
	left := 0
	for _, r := range t.open {
		if r.closed == 0 {
			left++
		}
	}
	t.left = max(t.left, left)
}

// finish checks that each resource was released once.
func (t *tracer) finish() {
	for _, r := range t.open {
		if r.closed != 1 {
			t.wrong += fmt.Sprintf("; %s released %d times", r.name, r.closed)
		}
	}
}

// reader is whatever a function can read.
type reader interface{ read() string }

// res is a resource; it may stand on another one and live no longer than a context.
type res struct {
	t      *tracer
	name   string
	closed int
	below  reader
	ctx    context.Context
}

func (t *tracer) acquire(below reader, ctx context.Context) (*res, error) {
	if t.rarely() {
		return nil, errors.New("cannot open")
	}
	t.opened++
	r := &res{t: t, name: fmt.Sprint("r", t.opened), below: below, ctx: ctx}
	t.open = append(t.open, r)
	return r, nil
}

func open(t *tracer) (*res, error) { return t.acquire(nil, nil) }

func openWith(ctx context.Context, t *tracer) (*res, error) { return t.acquire(nil, ctx) }

func unzip(t *tracer, below reader) (*res, error) { return t.acquire(below, nil) }

func (r *res) usable() {
	if r.closed > 0 {
		r.t.wrong += "; " + r.name + " is used after its release"
	}
	if r.ctx != nil && r.ctx.Err() != nil {
		r.t.wrong += "; " + r.name + " is used after its context"
	}
	if below, ok := r.below.(*res); ok {
		below.usable()
	}
}

func (r *res) read() string {
	r.usable()
	if r.below != nil {
		return r.name + "(" + r.below.read() + ")"
	}
	return fmt.Sprint(r.name, ":", r.t.pick(100))
}

// peek reads nothing of what it stands on.
func (r *res) peek() string {
	r.usable()
	return r.name
}

func (r *res) try() (string, error) {
	s := r.read()
	if r.t.rarely() {
		return "", errors.New("cannot read " + s)
	}
	return s, nil
}

// Close releases; what stands on another resource is released first.
func (r *res) Close() error {
	r.closed++
	if below, ok := r.below.(*res); ok && below.closed > 0 {
		r.t.wrong += "; " + r.name + " is released after what it stands on"
	}
	return nil
}

// wrapper reads through another reader.
type wrapper struct {
	below reader
	n     int
}

func wrap(below reader) *wrapper { return &wrapper{below: below} }

func (w *wrapper) read() string { return "w" + w.below.read() }

func (w *wrapper) next() bool {
	w.n++
	return w.n < 4 && len(w.below.read()) > 0
}

type pair struct {
	r reader
	n int
}

func helper(r reader) string { return "h" + r.read() }

func two(r reader) (string, error) { return "2" + r.read(), nil }

func alive(ctx context.Context) string { return fmt.Sprint("alive ", ctx.Err()) }
