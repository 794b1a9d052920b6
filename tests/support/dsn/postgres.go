// Command dsns compares connection strings for PostgreSQL with their originals as pgx and lib/pq read them.
package main

import (
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/lib/pq"
)

type row struct {
	original string
	// has says whether the original sets connect_timeout.
	has bool
	pgx func() (*pgconn.Config, error)
	pq  func() (pq.Config, error)
}

// decoded is text that no one reads off the source.
func decoded(s string) string {
	raw, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// parsed is what a driver makes of a connection string.
type parsed struct {
	timeout time.Duration
	others  map[string]string
	err     error
}

func ofPgx(config *pgconn.Config, err error) parsed {
	if err != nil {
		return parsed{err: err}
	}
	return parsed{timeout: config.ConnectTimeout, others: fields(reflect.ValueOf(*config))}
}

func ofPq(config pq.Config, err error) parsed {
	if err != nil {
		return parsed{err: err}
	}
	return parsed{timeout: config.ConnectTimeout, others: fields(reflect.ValueOf(config))}
}

// fields are all of them but functions, the timeout, and pq's note of which ones were set.
func fields(of reflect.Value) map[string]string {
	shown := map[string]string{}
	for i := range of.NumField() {
		name, value := of.Type().Field(i).Name, of.Field(i)
		if name == "ConnectTimeout" || name == "set" || value.Kind() == reflect.Func {
			continue
		}
		shown[name] = show(value)
	}
	return shown
}

func show(value reflect.Value) string {
	if value.Kind() == reflect.Pointer && !value.IsNil() && value.CanInterface() {
		switch pointer := value.Interface().(type) {
		case *tls.Config:
			return fmt.Sprint("TLS for ", pointer.ServerName, pointer.InsecureSkipVerify)
		case *pgconn.FallbackConfig:
			return fmt.Sprint(fields(reflect.ValueOf(*pointer)))
		}
	}
	if value.Kind() == reflect.Slice {
		var all []string
		for i := range value.Len() {
			all = append(all, show(value.Index(i)))
		}
		return strings.Join(all, "; ")
	}
	return fmt.Sprint(value)
}

func main() {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "PG") {
			os.Unsetenv(name)
		}
	}
	valid, completed, untouched, wrong := 0, 0, 0, 0
	for i, row := range table {
		original := decoded(row.original)
		pairs := [][2]parsed{
			{ofPgx(pgconn.ParseConfig(original)), ofPgx(row.pgx())},
			{ofPq(pq.NewConfig(original)), ofPq(row.pq())},
		}
		for driver, pair := range pairs {
			want, got := pair[0], pair[1]
			if want.err != nil || got.err != nil {
				if want.err == nil || got.err == nil {
					wrong++
					fmt.Printf("%d.%d %q: before %v, now %v\n", i, driver, original, want.err, got.err)
				}
				continue
			}
			valid++
			switch {
			case got.timeout == want.timeout && !row.has:
				untouched++
				fmt.Printf("%d.%d %q: untouched\n", i, driver, original)
			case got.timeout == want.timeout:
			case got.timeout == 5*time.Second && !row.has:
				completed++
			default:
				wrong++
				fmt.Printf("%d.%d %q: %v became %v\n", i, driver, original, want.timeout, got.timeout)
			}
			if !reflect.DeepEqual(got.others, want.others) {
				wrong++
				fmt.Printf("%d.%d %q: %v became %v\n", i, driver, original, want.others, got.others)
			}
		}
	}
	fmt.Printf("valid %d, completed %d, untouched %d, wrong %d\n", valid, completed, untouched, wrong)
}
