// Iterations that become function literals: each ends its own transaction, also when it fails or panics.
//
// before: all: +a a* +b b* +c c* -c -b -a = 3 <nil>
// before: skipped: +a a* +- -- -a = 1 <nil>
// before: failed: +a a* +b -b -a = 0 b
// before: panicked: +a a* +! -! -a = panic
//
// after: all: +a a* -a +b b* -b +c c* -c = 3 <nil>
// after: skipped: +a a* -a +- -- = 1 <nil>
// after: failed: +a a* -a +b -b = 0 b
// after: panicked: +a a* -a +! -! = panic
package main

import (
	"errors"
	"fmt"
	"strings"
)

var trace []string

func note(what string) { trace = append(trace, what) }

type transaction struct{ name string }

func begin(name string) (*transaction, error) {
	note("+" + name)
	return &transaction{name: name}, nil
}

func (t *transaction) do() error {
	switch t.name {
	case "!":
		panic("at " + t.name)
	case "b":
		return errors.New(t.name)
	}
	return nil
}

func (t *transaction) Commit() error {
	note(t.name + "*")
	return nil
}

// Rollback notes that it is over; after a Commit it has nothing left to do.
func (t *transaction) Rollback() { note("-" + t.name) }

func all(names []string, fails bool) (int, error) {
	done := 0
	for _, name := range names {
		tx, err := begin(name)
		if err != nil {
			return 0, fmt.Errorf("begin: %w", err)
		}
		defer tx.Rollback()
		if name == "-" {
			continue
		}
		if err := tx.do(); fails && err != nil {
			return 0, err
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
		done++
	}
	return done, nil
}

func main() {
	show := func(name string, names []string, fails bool) {
		result := "panic"
		func() {
			defer func() { _ = recover() }()
			done, err := all(names, fails)
			result = fmt.Sprint(done, err)
		}()
		fmt.Printf("%s: %s = %s\n", name, strings.Join(trace, " "), result)
		trace = nil
	}
	show("all", []string{"a", "b", "c"}, false)
	show("skipped", []string{"a", "-"}, true)
	show("failed", []string{"a", "b", "c"}, true)
	show("panicked", []string{"a", "!", "c"}, true)
}
