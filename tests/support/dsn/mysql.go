// Command dsns compares DSNs for MySQL with their originals as the driver reads them.
package main

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"time"

	"github.com/go-sql-driver/mysql"
)

type row struct {
	original string
	// has says which timeouts the original sets.
	has   [3]bool
	parse func() (*mysql.Config, error)
}

// decoded is text that no one reads off the source.
func decoded(s string) string {
	raw, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func main() {
	valid, completed, untouched, wrong := 0, 0, 0, 0
	for i, row := range table {
		original := decoded(row.original)
		want, wantErr := mysql.ParseDSN(original)
		got, gotErr := row.parse()
		if wantErr != nil || gotErr != nil {
			if wantErr == nil || gotErr == nil {
				wrong++
				fmt.Printf("%d %q: before %v, now %v\n", i, original, wantErr, gotErr)
			}
			continue
		}
		valid++
		same := reflect.DeepEqual(got, want)
		switch {
		case !same:
			completed++
		case row.has != [3]bool{true, true, true}:
			untouched++
			fmt.Printf("%d %q: untouched\n", i, original)
		}
		for t, timeout := range []struct {
			want, got *time.Duration
			value     time.Duration
		}{
			{&want.Timeout, &got.Timeout, 5 * time.Second},
			{&want.ReadTimeout, &got.ReadTimeout, 10 * time.Second},
			{&want.WriteTimeout, &got.WriteTimeout, 10 * time.Second},
		} {
			expected := timeout.value
			if row.has[t] || same {
				expected = *timeout.want
			}
			if *timeout.got != expected {
				wrong++
				fmt.Printf("%d %q: timeout %d is %v\n", i, original, t, *timeout.got)
			}
			*timeout.got = *timeout.want
		}
		if !reflect.DeepEqual(got, want) {
			wrong++
			fmt.Printf("%d %q: %+v became %+v\n", i, original, want, got)
		}
	}
	fmt.Printf("valid %d, completed %d, untouched %d, wrong %d\n", valid, completed, untouched, wrong)
}
