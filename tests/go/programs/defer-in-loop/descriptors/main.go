// Files opened in a loop: how many descriptors are open at its end.
//
// before: 64 files, 832 bytes, at the loop's end 64 descriptors
//
// after: 64 files, 832 bytes, at the loop's end 1 descriptors
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

func main() {
	dir, err := os.MkdirTemp("", "descriptors")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	var paths []string
	for i := range 64 {
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte("what is in it"), 0o600); err != nil {
			log.Fatal(err)
		}
		paths = append(paths, path)
	}
	size, open, err := read(paths)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d files, %d bytes, at the loop's end %d descriptors\n", len(paths), size, open)
}

func read(paths []string) (size int64, open int, err error) {
	idle := descriptors()
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return 0, 0, err
		}
		defer f.Close()
		open = descriptors() - idle
		n, err := io.Copy(io.Discard, f)
		if err != nil {
			return 0, 0, err
		}
		size += n
	}
	return size, open, nil
}

func descriptors() int {
	entries, err := os.ReadDir("/dev/fd")
	if err != nil {
		log.Fatal(err)
	}
	return len(entries)
}
