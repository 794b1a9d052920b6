// Package export writes orders to files and checks what was written.
package export

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"example.com/orders/internal/store"
)

var lines = sync.Pool{
	New: func() any { return make([]byte, 0) },
}

// Days writes one compressed file for each day.
func Days(ctx context.Context, orders *store.Store, dir string, days []time.Time) error {
	for _, day := range days {
		batch, err := orders.Between(ctx, day, day.AddDate(0, 0, 1))
		if err != nil {
			return err
		}
		path := filepath.Join(dir, day.Format(time.DateOnly)+".json.gz")
		if err := write(path, batch); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	return nil
}

func write(path string, batch []store.Order) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	zw := gzip.NewWriter(f)
	for _, o := range batch {
		line := lines.Get().([]byte)
		raw, err := json.Marshal(o)
		if err != nil {
			return err
		}
		line = append(append(line[:0], raw...), '\n')
		if _, err := zw.Write(line); err != nil {
			return err
		}
		lines.Put(line)
	}
	return zw.Close()
}

// Verify reads every archive of a directory and returns how much they hold.
func Verify(dir string) (int64, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json.gz"))
	if err != nil {
		return 0, err
	}
	var total int64
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		zr, err := gzip.NewReader(f)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
		defer zr.Close()
		n, err := io.Copy(io.Discard, zr)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
		total += n
	}
	return total, nil
}

// Count returns the number of lines of each file.
func Count(paths []string) (map[string]int, error) {
	counts := make(map[string]int, len(paths))
	for _, path := range paths {
		err := func() error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			sc := bufio.NewScanner(f)
			for sc.Scan() {
				counts[path]++
			}
			return sc.Err()
		}()
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// Concatenate returns the content of all files, one after the other.
func Concatenate(paths []string) ([]byte, error) {
	var readers []io.Reader
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		readers = append(readers, f)
	}
	return io.ReadAll(io.MultiReader(readers...))
}
