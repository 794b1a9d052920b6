package main

import (
	"context"
	"fmt"
)

func init() {
	functions["f0"] = func(t *tracer) string { return fmt.Sprint(f0(t)) }
}

func f0(t *tracer) (string, error) {
	for range 3 {
		t.head()
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r, err := openWith(ctx, t)
		if err != nil {
			return "", err
		}
		defer r.Close()
		z, err := unzip(t, r)
		if err != nil {
			continue
		}
		defer z.Close()
		w := wrap(z)
		for w.next() {
			t.use(w.read())
		}
		if t.rarely() {
			return two(z)
		}
	}
	return "end", nil
}
