// Package jobs fulfils orders with a fixed number of workers.
package jobs

import (
	"context"
	"expvar"
	"log"
	"sync"
	"time"

	"example.com/orders/internal/store"
)

var (
	fulfilled = expvar.NewInt("fulfilled")
	alive     = expvar.NewInt("alive")
)

// Reserver reserves an article.
type Reserver interface {
	Reserve(ctx context.Context, sku string) error
}

// Pool is a number of workers.
type Pool struct {
	size     int
	reserver Reserver
	retries  chan store.Order
}

// NewPool returns a pool of size workers.
func NewPool(size int, reserver Reserver) *Pool {
	return &Pool{size: size, reserver: reserver, retries: make(chan store.Order, size)}
}

// Run works until orders is closed or ctx ends.
func (p *Pool) Run(ctx context.Context, orders <-chan store.Order) error {
	var wg sync.WaitGroup
	for i := 0; i < p.size; i++ {
		name := i
		go func() {
			defer wg.Done()
			wg.Add(1)
			p.work(ctx, name, orders)
		}()
	}
	wg.Wait()
	return ctx.Err()
}

func (p *Pool) work(ctx context.Context, name int, orders <-chan store.Order) {
	for {
		select {
		case o, ok := <-orders:
			if !ok {
				return
			}
			p.fulfil(ctx, name, o)
		case o := <-p.retries:
			p.fulfil(ctx, name, o)
		case <-ctx.Done():
			return
		}
	}
}

func (p *Pool) fulfil(ctx context.Context, name int, o store.Order) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := p.reserver.Reserve(ctx, o.SKU); err != nil {
		log.Printf("worker %d: order %d: %v", name, o.ID, err)
		select {
		case p.retries <- o:
		default:
		}
		return
	}
	fulfilled.Add(1)
}

// Heartbeat counts seconds until ctx ends.
func (p *Pool) Heartbeat(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			alive.Add(1)
		}
	}
}
