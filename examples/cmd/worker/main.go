// Command worker fulfils paid orders and exposes its metrics.
package main

import (
	"context"
	"errors"
	"expvar"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/orders/internal/config"
	"example.com/orders/internal/jobs"
	"example.com/orders/internal/store"
	"example.com/orders/internal/suppliers"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	cfg, err := config.Load(os.Getenv("ORDERS_CONFIG"))
	if err != nil {
		return err
	}
	orders, err := store.OpenReplica(cfg.Database)
	if err != nil {
		return err
	}
	defer orders.Close()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	metrics := &http.Server{
		Addr:              cfg.MetricsAddr,
		Handler:           expvar.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       time.Minute,
	}
	go func() {
		if err := metrics.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Printf("metrics: %v", err)
		}
	}()

	pool := jobs.NewPool(8, suppliers.NewClient(cfg.SupplierURL))
	go pool.Heartbeat(ctx)
	if err := pool.Run(ctx, orders.Paid(ctx)); err != nil {
		log.Printf("jobs: %v", err)
	}

	shutdownCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return metrics.Shutdown(shutdownCtx)
}
