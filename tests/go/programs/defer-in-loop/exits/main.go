// Every way out of an iteration that holds two resources: +x opens, x reads, -x closes.
//
// param: passive = ["*example.com/cases.resource"]
//
// before: falls through: +a +a' a' a +b +b' b' b -b' -b -a' -a = a'ab'b
// before: break: +a +a' a' a +b +b' b' -b' -b -a' -a = a
// before: continue: +a a +b b +b' b' +c c +c' c' -c' -c -b' -b -a = b'?c'
// before: jump: +a0 a0 +a0' a0' +b0 b0 +a1 a1 +a1' a1' +b1 b1 -b1 -a1' -a1 -b0 -a0' -a0 = a0'b0a1'b1
// before: return: +a +a' a' +b +b' b' -b' -b -a' -a = none <nil>
// before: return: +a +a' a' +c +c' c' -c' -c -a' -a = c' <nil>
// before: return: +d +d' d' -d' -d = dd' d
// before: return: +a +a' a' -a' -a =  absent
// before: early return: +a a +b -b -a = true
// before: early return: +a a +c c -c -a = true
// before: early return: +a a -a = false
// before: bare return: +a a a +b b -b -a = b <nil>
// before: bare return: +a a a -a = a absent
// before: panic: +a a a +b b -b -a = at b
//
// after: falls through: +a +a' a' -a' a -a +b +b' b' -b' b -b = a'ab'b
// after: break: +a +a' a' -a' a -a +b +b' b' -b' -b = a
// after: continue: +a a -a +b b -b +b' b' -b' +c c -c +c' c' -c' = b'?c'
// after: jump: +a0 a0 +a0' a0' -a0' -a0 +b0 b0 -b0 +a1 a1 +a1' a1' -a1' -a1 +b1 b1 -b1 = a0'b0a1'b1
// after: return: +a +a' a' -a' -a +b +b' b' -b' -b = none <nil>
// after: return: +a +a' a' -a' -a +c +c' c' -c' -c = c' <nil>
// after: return: +d +d' d' -d' -d = dd' d
// after: return: +a +a' a' -a' -a =  absent
// after: early return: +a a -a +b -b = true
// after: early return: +a a -a +c c -c = true
// after: early return: +a a -a = false
// after: bare return: +a a a -a +b b -b = b <nil>
// after: bare return: +a a a -a = a absent
// after: panic: +a a a -a +b b -b = at b
package main

import (
	"errors"
	"fmt"
	"strings"
)

var trace []string

func note(what string) { trace = append(trace, what) }

type resource struct {
	name   string
	closed bool
}

func open(name string) (*resource, error) {
	if name == "absent" {
		return nil, errors.New("absent")
	}
	note("+" + name)
	return &resource{name: name}, nil
}

func (r *resource) read() (string, error) {
	if r.closed {
		note("closed:" + r.name)
	}
	note(r.name)
	return r.name, nil
}

// Close closes; twice is an error that the trace shows.
func (r *resource) Close() error {
	if r.closed {
		note("twice:" + r.name)
	}
	r.closed = true
	note("-" + r.name)
	return nil
}

func fallsThrough(names []string) (got string) {
	for _, name := range names {
		outer, err := open(name)
		if err != nil {
			continue
		}
		defer outer.Close()
		inner, err := open(name + "'")
		if err != nil {
			continue
		}
		defer inner.Close()
		s, _ := inner.read()
		t, _ := outer.read()
		got += s + t
	}
	return got
}

func breaks(names []string) (got string) {
	for _, name := range names {
		outer, err := open(name)
		if err != nil {
			break
		}
		defer outer.Close()
		inner, err := open(name + "'")
		if err != nil {
			break
		}
		defer inner.Close()
		if s, _ := inner.read(); s == "b'" {
			break
		}
		s, _ := outer.read()
		got += s
	}
	return got
}

func continues(names []string) (got string) {
	for _, name := range names {
		outer, err := open(name)
		if err != nil {
			continue
		}
		defer outer.Close()
		switch s, _ := outer.read(); s {
		case "a":
			continue
		case "b":
			break
		default:
			got += "?"
		}
		inner, err := open(name + "'")
		if err != nil {
			continue
		}
		defer inner.Close()
		s, _ := inner.read()
		got += s
	}
	return got
}

func jumps(names []string) (got string) {
rounds:
	for round := range 3 {
		for _, name := range names {
			outer, err := open(fmt.Sprint(name, round))
			if err != nil {
				continue rounds
			}
			defer outer.Close()
			s, _ := outer.read()
			switch s {
			case "b0":
				got += outer.name
				continue rounds
			case "b1":
				got += outer.name
				break rounds
			}
			inner, err := open(outer.name + "'")
			if err != nil {
				continue
			}
			defer inner.Close()
			t, _ := inner.read()
			got += t
		}
	}
	return got
}

func returns(names []string) (string, error) {
	for _, name := range names {
		outer, err := open(name)
		if err != nil {
			return "", err
		}
		defer outer.Close()
		inner, err := open(name + "'")
		if err != nil {
			return "", err
		}
		defer inner.Close()
		if name == "c" {
			return inner.read()
		}
		if s, _ := inner.read(); s == "d'" {
			return outer.name + s, errors.New(outer.name)
		}
	}
	return "none", nil
}

func returnsEarly(names []string) bool {
	for _, name := range names {
		outer, err := open(name)
		if err != nil {
			return false
		}
		defer outer.Close()
		if name == "b" {
			return true
		}
		if s, _ := outer.read(); s == "c" {
			return len(outer.name) > 0
		}
	}
	return false
}

func bareReturn(names []string) (got string, err error) {
	for _, name := range names {
		outer, openErr := open(name)
		if openErr != nil {
			err = openErr
			return
		}
		defer outer.Close()
		got, err = outer.read()
		if name == "b" {
			return
		}
		got, err = outer.read()
	}
	return
}

func panics(names []string) (got string) {
	defer func() { got = fmt.Sprint(recover()) }()
	for _, name := range names {
		outer, err := open(name)
		if err != nil {
			panic(err)
		}
		defer outer.Close()
		s, _ := outer.read()
		if s == "b" {
			panic("at " + outer.name)
		}
		s, _ = outer.read()
		got += s
	}
	return got
}

func main() {
	show := func(name string, result ...any) {
		fmt.Printf("%s: %s = %s\n", name, strings.Join(trace, " "), strings.TrimSuffix(fmt.Sprintln(result...), "\n"))
		trace = nil
	}
	show("falls through", fallsThrough([]string{"a", "absent", "b"}))
	show("break", breaks([]string{"a", "b", "c"}))
	show("continue", continues([]string{"a", "b", "c"}))
	show("jump", jumps([]string{"a", "b"}))
	for _, names := range [][]string{{"a", "b"}, {"a", "c", "e"}, {"d", "e"}, {"a", "absent"}} {
		s, err := returns(names)
		show("return", s, err)
	}
	for _, names := range [][]string{{"a", "b", "e"}, {"a", "c"}, {"a", "absent"}} {
		show("early return", returnsEarly(names))
	}
	for _, names := range [][]string{{"a", "b", "e"}, {"a", "absent"}} {
		s, err := bareReturn(names)
		show("bare return", s, err)
	}
	show("panic", panics([]string{"a", "b", "c"}))
}
