// Command dsns compares URLs for Redis with their originals as go-redis reads them.
package main

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"time"

	redis8 "github.com/go-redis/redis/v8"
	redis9 "github.com/redis/go-redis/v9"
)

type row struct {
	original string
	// has says which timeouts the original sets.
	has [3]bool
	v8  func() (*redis8.Options, error)
	v9  func() (*redis9.Options, error)
}

// decoded is text that no one reads off the source.
func decoded(s string) string {
	raw, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// parsed is what a version makes of a URL.
type parsed struct {
	options  any
	timeouts [3]*time.Duration
	err      error
}

func of8(options *redis8.Options, err error) parsed {
	if err != nil {
		return parsed{err: err}
	}
	return parsed{options, [3]*time.Duration{&options.DialTimeout, &options.ReadTimeout, &options.WriteTimeout}, nil}
}

func of9(options *redis9.Options, err error) parsed {
	if err != nil {
		return parsed{err: err}
	}
	return parsed{options, [3]*time.Duration{&options.DialTimeout, &options.ReadTimeout, &options.WriteTimeout}, nil}
}

func main() {
	valid, completed, untouched, wrong := 0, 0, 0, 0
	for i, row := range table {
		original := decoded(row.original)
		pairs := [][2]parsed{
			{of8(redis8.ParseURL(original)), of8(row.v8())},
			{of9(redis9.ParseURL(original)), of9(row.v9())},
		}
		for version, pair := range pairs {
			want, got := pair[0], pair[1]
			if want.err != nil || got.err != nil {
				if want.err == nil || got.err == nil {
					wrong++
					fmt.Printf("%d.%d %q: before %v, now %v\n", i, version, original, want.err, got.err)
				}
				continue
			}
			valid++
			same := reflect.DeepEqual(got.options, want.options)
			switch {
			case !same:
				completed++
			case row.has != [3]bool{true, true, true}:
				untouched++
				fmt.Printf("%d.%d %q: untouched\n", i, version, original)
			}
			for t, value := range [3]time.Duration{5 * time.Second, 3 * time.Second, 3 * time.Second} {
				if row.has[t] || same {
					value = *want.timeouts[t]
				}
				if *got.timeouts[t] != value {
					wrong++
					fmt.Printf("%d.%d %q: timeout %d is %v\n", i, version, original, t, *got.timeouts[t])
				}
				*got.timeouts[t] = *want.timeouts[t]
			}
			if !reflect.DeepEqual(got.options, want.options) {
				wrong++
				fmt.Printf("%d.%d %q: %+v became %+v\n", i, version, original, want.options, got.options)
			}
		}
	}
	fmt.Printf("valid %d, completed %d, untouched %d, wrong %d\n", valid, completed, untouched, wrong)
}
