// Oracle prints what Go's own type checker says about packages, for the test of the same name to compare with.
//
//	go run . std
//	go run . github.com/hibiken/asynq/...
//	go run . -e ./...                 leave out, and name, the packages that do not type-check
//	go run . -test ./...              with their tests
//	go run . -os=windows ./...        as built for another platform
//
// The output is text, one record per line, its fields parted by tabs:
//
//	D path name dir            a package that can be imported from here (all of them come first)
//	P path dir                 a package that was asked for; what follows is about it
//	V path as-imported         an import path that stands for another one (vendored packages)
//	F file                     a file of the package; what follows is about it
//	T text                     a type; the n-th T of the package has number n
//	E start end kind flags n   an expression and its type; see emit.go for kinds and flags
//	I start end what           an identifier and what it stands for
//	S start end value          a string constant, quoted
//	C start end name           a call and the full name of what it calls
//	B start end verdicts       a function's body: is it terminating, can control fall off its end; see flow.go
//	L start end verdicts       the same of a block or clause in a function
//	X start end offsets        a block or clause, and the statements that leave it; see exits.go
//	N start end verdicts       a statement of a list: is it terminating, can it run again; see graph.go
//	G start end verdict        another node of the control flow graph: can it run again
//	Z                          the end, so that a crash is not taken for one
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(patterns []string) error {
	with := options{goos: "linux"}
	for ; len(patterns) > 0 && strings.HasPrefix(patterns[0], "-"); patterns = patterns[1:] {
		switch flag, value, _ := strings.Cut(patterns[0], "="); flag {
		case "-e":
			with.lenient = true
		case "-test":
			with.tests = true
		case "-os":
			with.goos = value
		default:
			return fmt.Errorf("unknown flag %s", flag)
		}
	}
	w, err := list(patterns, with)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	for _, p := range w.order {
		if strings.Contains(p.ImportPath, " [") {
			continue // a variant for tests, of a package that is listed or that nobody can import
		}
		fmt.Fprintf(out, "D\t%s\t%s\t%s\n", plain(p.ImportPath), p.Name, p.Dir)
	}
	for _, p := range w.order {
		checked, err := w.check(p)
		switch {
		case err != nil && with.lenient:
			fmt.Fprintln(os.Stderr, "left out:", err)
			continue
		case err != nil:
			return err
		}
		if !p.DepOnly && checked != nil {
			checked.emit(out)
		}
	}
	fmt.Fprintln(out, "Z")
	return out.Flush()
}
