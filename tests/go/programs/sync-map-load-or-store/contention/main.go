// Goroutines that ask for one key at the same time: how many values they are handed, and how often the constructor runs
// when only one asks.
//
// before: assigned: several values for one key; asked for one after the other: 1 made
// before: assigned with an error: several values for one key; asked for one after the other: 1 made
// before: assigned from a variable: several values for one key; asked for one after the other: 1 made
// before: taken as what it is: several values for one key; asked for one after the other: 1 made
// before: returned: several values for one key; asked for one after the other: 1 made
// before: returned with an error: several values for one key; asked for one after the other: 1 made
// before: returned behind else: several values for one key; asked for one after the other: 1 made
// before: returned as any: several values for one key; asked for one after the other: 1 made
// before: returned as an interface: several values for one key; asked for one after the other: 1 made
// before: returned in parts: several values for one key; asked for one after the other: 1 made
// before: promoted: several values for one key; asked for one after the other: 1 made
// before: claimed: several values for one key; asked for one after the other: 1 made
// before: claimed in two statements: several values for one key; asked for one after the other: 1 made
//
// after: assigned: 1 value for one key; asked for one after the other: 1 made
// after: assigned with an error: 1 value for one key; asked for one after the other: 1 made
// after: assigned from a variable: 1 value for one key; asked for one after the other: 1 made
// after: taken as what it is: 1 value for one key; asked for one after the other: 1 made
// after: returned: 1 value for one key; asked for one after the other: 1 made
// after: returned with an error: 1 value for one key; asked for one after the other: 1 made
// after: returned behind else: 1 value for one key; asked for one after the other: 1 made
// after: returned as any: 1 value for one key; asked for one after the other: 1 made
// after: returned as an interface: 1 value for one key; asked for one after the other: 1 made
// after: returned in parts: 1 value for one key; asked for one after the other: 1 made
// after: promoted: 1 value for one key; asked for one after the other: 1 made
// after: claimed: 1 value for one key; asked for one after the other: 1 made
// after: claimed in two statements: 1 value for one key; asked for one after the other: 1 made
package main

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Session must be one object for all that hold its key.
type Session struct {
	id   int64
	self *Session
}

// String makes it an interface's value.
func (s *Session) String() string { return fmt.Sprint(s.id) }

var made atomic.Int64

// newSession takes long enough for others to look the key up meanwhile.
func newSession() *Session {
	time.Sleep(5 * time.Millisecond)
	s := &Session{id: made.Add(1)}
	s.self = s
	return s
}

func trySession(id string) (*Session, error) {
	if id == "" {
		return nil, errors.New("no id")
	}
	return newSession(), nil
}

type cache struct {
	m     sync.Map
	kinds [16]sync.Map
}

func (c *cache) assigned(id string) *Session {
	v, ok := c.m.Load(id)
	if !ok {
		v = newSession()
		c.m.Store(id, v)
	}
	return v.(*Session)
}

func (c *cache) assignedWithError(id string) *Session {
	v, ok := c.kinds[1].Load(id)
	if !ok {
		var err error
		v, err = trySession(id)
		if err != nil {
			return nil
		}
		c.kinds[1].Store(id, v)
	}
	return v.(*Session)
}

func (c *cache) assignedFromVariable(id string) *Session {
	v, ok := c.kinds[2].Load(id)
	if !ok {
		s := newSession()
		c.kinds[2].Store(id, s)
		v = s
	}
	return v.(*Session)
}

func (c *cache) taken(id string) *Session {
	var s *Session
	if v, ok := c.kinds[3].Load(id); ok {
		s = v.(*Session)
	} else {
		s = newSession()
		c.kinds[3].Store(id, s)
	}
	return s.self
}

func (c *cache) returned(id string) *Session {
	if v, ok := c.kinds[4].Load(id); ok {
		return v.(*Session)
	}
	s := newSession()
	c.kinds[4].Store(id, s)
	return s
}

func (c *cache) tryReturned(id string) (*Session, error) {
	v, ok := c.kinds[5].Load(id)
	if ok {
		return v.(*Session), nil
	}
	s, err := trySession(id)
	if err != nil {
		return nil, err
	}
	c.kinds[5].Store(id, s)
	return s, nil
}

func (c *cache) returnedWithError(id string) *Session {
	s, err := c.tryReturned(id)
	if err != nil {
		return nil
	}
	return s
}

func (c *cache) returnedBehindElse(id string) *Session {
	if v, ok := c.kinds[6].Load(id); ok {
		return v.(*Session)
	} else {
		s := newSession()
		c.kinds[6].Store(id, s)
		return s
	}
}

func (c *cache) any(id string) any {
	if v, ok := c.kinds[7].Load(id); ok {
		return v
	}
	s := newSession()
	c.kinds[7].Store(id, s)
	return s
}

func (c *cache) returnedAsAny(id string) *Session { return c.any(id).(*Session) }

func (c *cache) stringer(id string) fmt.Stringer {
	if v, ok := c.kinds[8].Load(id); ok {
		return v.(fmt.Stringer)
	}
	s := newSession()
	c.kinds[8].Store(id, s)
	return s
}

func (c *cache) returnedAsInterface(id string) *Session { return c.stringer(id).(*Session) }

func (c *cache) parts(id string) (int64, *Session) {
	if v, ok := c.kinds[9].Load(id); ok {
		s := v.(*Session)
		return s.id, s.self
	}
	s := newSession()
	c.kinds[9].Store(id, s)
	return s.id, s.self
}

func (c *cache) returnedInParts(id string) *Session {
	_, s := c.parts(id)
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

// claimed stores a session and returns what a later look at the map finds.
func (c *cache) claimed(id string) *Session {
	if _, ok := c.kinds[10].Load(id); !ok {
		c.kinds[10].Store(id, newSession())
	}
	v, _ := c.kinds[10].Load(id)
	return v.(*Session)
}

func (c *cache) claimedInTwo(id string) *Session {
	_, ok := c.kinds[11].Load(id)
	if !ok {
		s := newSession()
		c.kinds[11].Store(id, s)
	}
	v, _ := c.kinds[11].Load(id)
	return v.(*Session)
}

func main() {
	c, r := &cache{}, &registry{name: "sessions"}
	for _, shape := range []struct {
		name string
		get  func(string) *Session
	}{
		{"assigned", c.assigned},
		{"assigned with an error", c.assignedWithError},
		{"assigned from a variable", c.assignedFromVariable},
		{"taken as what it is", c.taken},
		{"returned", c.returned},
		{"returned with an error", c.returnedWithError},
		{"returned behind else", c.returnedBehindElse},
		{"returned as any", c.returnedAsAny},
		{"returned as an interface", c.returnedAsInterface},
		{"returned in parts", c.returnedInParts},
		{"promoted", r.get},
		{"claimed", c.claimed},
		{"claimed in two statements", c.claimedInTwo},
	} {
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
