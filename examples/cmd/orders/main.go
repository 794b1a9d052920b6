// Command orders serves the order API.
package main

import (
	"log"
	"net/http"
	"os"

	"go.uber.org/zap"

	"example.com/orders/internal/api"
	"example.com/orders/internal/cache"
	"example.com/orders/internal/config"
	"example.com/orders/internal/store"
)

func main() {
	logger, err := zap.NewProduction()
	if err != nil {
		log.Fatal(err)
	}

	cfg, err := config.Load(os.Getenv("ORDERS_CONFIG"))
	if err != nil {
		log.Fatalf("config: %v", err)
	}

	orders, err := store.Open(cfg.Database)
	if err != nil {
		log.Fatalf("database: %v", err)
	}

	srv := api.New(orders, cache.New(cfg.RedisAddr), logger)
	mux := http.NewServeMux()
	mux.Handle("/", srv.Routes())
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})

	logger.Info("listening", zap.String("addr", cfg.Addr))
	log.Fatal(http.ListenAndServe(cfg.Addr, mux))
}
