// Goroutines that claim one key at the same time: how many are told that it was theirs, and how many when they come one
// after the other.
//
// before: registered: several winners; one after the other: 1
// before: registered in two statements: several winners; one after the other: 1
// before: first of the branch: several winners; one after the other: 1
// before: first of the branch in two statements: several winners; one after the other: 1
// before: else branch: several winners; one after the other: 1
// before: else branch the other way round: several winners; one after the other: 1
// before: else branch in two statements: several winners; one after the other: 1
// before: told: several winners; one after the other: 1
// before: told of what was built: several winners; one after the other: 1
//
// after: registered: 1 winner; one after the other: 1
// after: registered in two statements: 1 winner; one after the other: 1
// after: first of the branch: 1 winner; one after the other: 1
// after: first of the branch in two statements: 1 winner; one after the other: 1
// after: else branch: 1 winner; one after the other: 1
// after: else branch the other way round: 1 winner; one after the other: 1
// after: else branch in two statements: 1 winner; one after the other: 1
// after: told: 1 winner; one after the other: 1
// after: told of what was built: 1 winner; one after the other: 1
package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
)

var errTaken = errors.New("taken already")

type claims struct{ m sync.Map }

func (c *claims) register(key string, n int) error {
	if _, ok := c.m.Load(key); ok {
		return errTaken
	}
	c.m.Store(key, n)
	return nil
}

func (c *claims) registered(key string, n int) bool { return c.register(key, n) == nil }

func (c *claims) registeredInTwo(key string, n int) bool {
	owner, ok := c.m.Load(key)
	if ok {
		return owner == n
	}
	c.m.Store(key, n)
	return true
}

func (c *claims) first(key string, n int) bool {
	if _, ok := c.m.Load(key); !ok {
		c.m.Store(key, n)
		return true
	}
	return false
}

func (c *claims) firstInTwo(key string, n int) (won bool) {
	_, ok := c.m.Load(key)
	if !ok {
		c.m.Store(key, n)
		won = true
	}
	return won
}

func (c *claims) orElse(key string, n int) (won bool) {
	won = true
	if _, ok := c.m.Load(key); !ok {
		c.m.Store(key, n)
	} else {
		won = false
	}
	return won
}

func (c *claims) orElseReversed(key string, n int) bool {
	owner := n
	if v, ok := c.m.Load(key); ok {
		owner = v.(int)
	} else {
		c.m.Store(key, n)
	}
	return owner == n
}

func (c *claims) orElseInTwo(key string, n int) (won bool) {
	won = true
	_, ok := c.m.Load(key)
	if !ok {
		c.m.Store(key, n)
	} else {
		won = false
	}
	return won
}

func (c *claims) told(key string, n int) bool {
	_, ok := c.m.Load(key)
	if !ok {
		c.m.Store(key, n)
	}
	return !ok
}

func build(n int) int { return n }

func (c *claims) toldOfBuilt(key string, n int) bool {
	_, ok := c.m.Load(key)
	if !ok {
		c.m.Store(key, build(n))
	}
	return !ok
}

func main() {
	// Also where there is one processor, somebody is to come in between.
	runtime.GOMAXPROCS(8)
	for _, shape := range []struct {
		name  string
		claim func(c *claims, key string, n int) bool
	}{
		{"registered", (*claims).registered},
		{"registered in two statements", (*claims).registeredInTwo},
		{"first of the branch", (*claims).first},
		{"first of the branch in two statements", (*claims).firstInTwo},
		{"else branch", (*claims).orElse},
		{"else branch the other way round", (*claims).orElseReversed},
		{"else branch in two statements", (*claims).orElseInTwo},
		{"told", (*claims).told},
		{"told of what was built", (*claims).toldOfBuilt},
	} {
		most := 0
		// A long key takes long to look up: others come meanwhile, sooner or later.
		for round := 0; round < 200 && most < 2; round++ {
			key := fmt.Sprint(strings.Repeat("long", 1<<18), round)
			most = max(most, winners(shape.claim, key))
		}
		winners := "several winners"
		if most == 1 {
			winners = "1 winner"
		}
		alone := 0
		c := &claims{}
		for n := range 100 {
			if shape.claim(c, "alone", n) {
				alone++
			}
		}
		fmt.Printf("%s: %s; one after the other: %d\n", shape.name, winners, alone)
	}
}

// winners is the number of goroutines that are told that a key is theirs.
func winners(claim func(c *claims, key string, n int) bool, key string) int {
	const claimers = 8
	c := &claims{}
	won := make([]bool, claimers)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for n := range claimers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			won[n] = claim(c, key, n)
		}()
	}
	close(start)
	wg.Wait()
	count := 0
	for _, won := range won {
		if won {
			count++
		}
	}
	return count
}
