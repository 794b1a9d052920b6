// Goroutines that take one value out of a map at the same time: in how many rounds several got it, and whether it is got
// once when they come one after the other.
//
// before: in the branch: several owners; one after the other: 1
// before: in two statements: several owners; one after the other: 1
// before: after leaving: several owners; one after the other: 1
// before: after leaving at once: several owners; one after the other: 1
// before: deleted whatever it was: several owners; one after the other: 1
// before: told afterwards: several owners; one after the other: 1
// before: else branch: several owners; one after the other: 1
// before: else branch in two statements: several owners; one after the other: 1
// before: told by nil: several owners; one after the other: 1
//
// after: in the branch: 1 owner; one after the other: 1
// after: in two statements: 1 owner; one after the other: 1
// after: after leaving: 1 owner; one after the other: 1
// after: after leaving at once: 1 owner; one after the other: 1
// after: deleted whatever it was: 1 owner; one after the other: 1
// after: told afterwards: 1 owner; one after the other: 1
// after: else branch: 1 owner; one after the other: 1
// after: else branch in two statements: 1 owner; one after the other: 1
// after: told by nil: 1 owner; one after the other: 1
package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

type queue struct{ m sync.Map }

func (q *queue) branch(key string) (mine bool) {
	if v, ok := q.m.Load(key); ok {
		q.m.Delete(key)
		mine = v.(int) == 1
	}
	return mine
}

func (q *queue) two(key string) (mine bool) {
	v, ok := q.m.Load(key)
	if ok {
		q.m.Delete(key)
		mine = v.(int) == 1
	}
	return mine
}

func (q *queue) leaving(key string) bool {
	v, ok := q.m.Load(key)
	if !ok {
		return false
	}
	q.m.Delete(key)
	return v.(int) == 1
}

func (q *queue) leavingAtOnce(key string) bool {
	if _, ok := q.m.Load(key); !ok {
		return false
	}
	q.m.Delete(key)
	return true
}

func (q *queue) whatever(key string) bool {
	v, _ := q.m.Load(key)
	q.m.Delete(key)
	return v == 1
}

func (q *queue) told(key string) bool {
	_, ok := q.m.Load(key)
	if ok {
		q.m.Delete(key)
	}
	return ok
}

func (q *queue) orElse(key string) bool {
	if _, ok := q.m.Load(key); ok {
		q.m.Delete(key)
	} else {
		return false
	}
	return true
}

func (q *queue) orElseInTwo(key string) bool {
	_, ok := q.m.Load(key)
	if ok {
		q.m.Delete(key)
	} else {
		return false
	}
	return true
}

func (q *queue) byNil(key string) bool {
	v, _ := q.m.Load(key)
	if v == nil {
		return false
	}
	q.m.Delete(key)
	return true
}

func main() {
	// Also where there is one processor, somebody is to come in between.
	runtime.GOMAXPROCS(8)
	for _, shape := range []struct {
		name string
		take func(q *queue, key string) bool
	}{
		{"in the branch", (*queue).branch},
		{"in two statements", (*queue).two},
		{"after leaving", (*queue).leaving},
		{"after leaving at once", (*queue).leavingAtOnce},
		{"deleted whatever it was", (*queue).whatever},
		{"told afterwards", (*queue).told},
		{"else branch", (*queue).orElse},
		{"else branch in two statements", (*queue).orElseInTwo},
		{"told by nil", (*queue).byNil},
	} {
		most := 0
		// A long key takes long to look up: others come meanwhile, sooner or later.
		for round := 0; round < 200 && most < 2; round++ {
			key := fmt.Sprint(strings.Repeat("long", 1<<18), round)
			most = max(most, owners(shape.take, key))
		}
		owners := "several owners"
		if most == 1 {
			owners = "1 owner"
		}
		alone := 0
		q := &queue{}
		q.m.Store("alone", 1)
		for range 100 {
			if shape.take(q, "alone") {
				alone++
			}
		}
		fmt.Printf("%s: %s; one after the other: %d\n", shape.name, owners, alone)
	}
}

// owners is the number of goroutines that get one value.
func owners(take func(q *queue, key string) bool, key string) int {
	const takers = 8
	q := &queue{}
	q.m.Store(key, 1)
	got := make([]bool, takers)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for n := range takers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			got[n] = take(q, key)
		}()
	}
	close(start)
	wg.Wait()
	count := 0
	for _, got := range got {
		if got {
			count++
		}
	}
	return count
}
