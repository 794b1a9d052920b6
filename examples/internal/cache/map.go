package cache

import "sync"

// Map is a table of prices that a nightly job replaces as a whole.
type Map struct {
	mu    sync.RWMutex
	cents map[string]int64
}

// NewMap returns an empty table.
func NewMap() *Map { return &Map{cents: make(map[string]int64)} }

// Load returns the price of an article.
func (m *Map) Load(sku string) (int64, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	cents, ok := m.cents[sku]
	return cents, ok
}

// Store sets the price of an article.
func (m *Map) Store(sku string, cents int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cents[sku] = cents
}

// Replace takes over a whole price list.
func (m *Map) Replace(cents map[string]int64) {
	m.mu.Lock()
	m.cents = cents
	m.mu.Unlock()
}
