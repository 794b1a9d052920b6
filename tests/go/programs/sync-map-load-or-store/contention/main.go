// Goroutines that ask for one key at the same time: how many values they are handed, and how often the constructor runs
// when only one asks.
//
// before: assigned: several values for one key; asked for one after the other: 1 made
// before: returned: several values for one key; asked for one after the other: 1 made
// before: promoted: several values for one key; asked for one after the other: 1 made
// before: claimed: several values for one key; asked for one after the other: 1 made
//
// after: assigned: 1 value for one key; asked for one after the other: 1 made
// after: returned: 1 value for one key; asked for one after the other: 1 made
// after: promoted: 1 value for one key; asked for one after the other: 1 made
// after: claimed: 1 value for one key; asked for one after the other: 1 made
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Session must be one object for all that hold its key.
type Session struct{ id int64 }

var made atomic.Int64

// newSession takes long enough for others to look the key up meanwhile.
func newSession() *Session {
	time.Sleep(5 * time.Millisecond)
	return &Session{made.Add(1)}
}

var assigned sync.Map

func assign(id string) *Session {
	v, ok := assigned.Load(id)
	if !ok {
		v = newSession()
		assigned.Store(id, v)
	}
	return v.(*Session)
}

type cache struct{ m sync.Map }

func (c *cache) get(id string) *Session {
	if v, ok := c.m.Load(id); ok {
		return v.(*Session)
	}
	s := newSession()
	c.m.Store(id, s)
	return s
}

type registry struct {
	sync.Map
	name string
}

func (r *registry) get(id string) *Session {
	v, ok := r.Load(id)
	if !ok {
		v = newSession()
		r.Store(id, v)
	}
	return v.(*Session)
}

var claims sync.Map

// claim stores a session and returns what a later look at the map finds.
func claim(id string) *Session {
	if _, ok := claims.Load(id); !ok {
		claims.Store(id, newSession())
	}
	v, _ := claims.Load(id)
	return v.(*Session)
}

func main() {
	c, r := &cache{}, &registry{name: "sessions"}
	for _, shape := range []struct {
		name string
		get  func(string) *Session
	}{{"assigned", assign}, {"returned", c.get}, {"promoted", r.get}, {"claimed", claim}} {
		most := 0
		for round := range 40 {
			most = max(most, distinct(shape.get, fmt.Sprint("round ", round)))
		}
		values := "several values"
		if most == 1 {
			values = "1 value"
		}
		made.Store(0)
		for range 1000 {
			shape.get("alone")
		}
		fmt.Printf("%s: %s for one key; asked for one after the other: %d made\n", shape.name, values, made.Load())
	}
}

// distinct is the number of different sessions that goroutines get for one key.
func distinct(get func(string) *Session, id string) int {
	const askers = 16
	got := make([]*Session, askers)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range askers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			got[i] = get(id)
		}()
	}
	close(start)
	wg.Wait()
	different := map[*Session]bool{}
	for _, s := range got {
		different[s] = true
	}
	return len(different)
}
