// Package api is the HTTP face of the service.
package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io/ioutil"
	"log"
	"net/http"
	"strconv"
	"strings"

	"go.uber.org/zap"

	"example.com/orders/internal/cache"
	"example.com/orders/internal/store"
)

// Server answers requests.
type Server struct {
	orders *store.Store
	cache  *cache.Cache
	log    *zap.Logger
}

// New puts a server together.
func New(orders *store.Store, cache *cache.Cache, logger *zap.Logger) *Server {
	return &Server{orders: orders, cache: cache, log: logger}
}

// Routes returns the handler of all paths.
func (s *Server) Routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", s.get)
	mux.HandleFunc("POST /orders", s.add)
	mux.HandleFunc("GET /customers", s.customers)
	return recoverer(s.authenticated(mux))
}

func (s *Server) get(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		http.Error(w, "not a number", http.StatusBadRequest)
		return
	}
	if o, err := s.cache.Order(r.Context(), id); err == nil && o != nil {
		respond(w, o)
		return
	}
	o, err := s.orders.Get(context.Background(), id)
	if errors.Is(err, sql.ErrNoRows) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		s.fail(w, "get order", err)
		return
	}
	if err := s.cache.Keep(r.Context(), o); err != nil {
		s.log.Warn("cache order", zap.Error(err))
	}
	respond(w, o)
}

func (s *Server) add(w http.ResponseWriter, r *http.Request) {
	body, err := ioutil.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	var o store.Order
	if err := json.Unmarshal(body, &o); err != nil {
		http.Error(w, "not an order", http.StatusBadRequest)
		return
	}
	if err := s.orders.Add(r.Context(), &o); err != nil {
		s.fail(w, "add order", err)
		return
	}
	w.WriteHeader(http.StatusCreated)
	respond(w, &o)
}

func (s *Server) customers(w http.ResponseWriter, r *http.Request) {
	names := strings.Split(r.URL.Query().Get("names"), ",")
	found, err := s.orders.ByCustomer(r.Context(), names)
	if err != nil {
		s.fail(w, "orders by customer", err)
		return
	}
	respond(w, found)
}

func (s *Server) fail(w http.ResponseWriter, what string, err error) {
	s.log.Error(what, zap.Error(err))
	http.Error(w, "internal error", http.StatusInternalServerError)
}

func respond(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		log.Printf("respond: %v", err)
	}
}
