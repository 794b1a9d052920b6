// Command vetcases compiles and vets many small Go packages against the libraries that this module pins, in one go vet.
//
// It reads an array of cases from standard input and writes one verdict for each to standard output, in the same order.
// While it runs, the packages stand in the folder run, where they see the module's dependencies (vet does not see
// packages that exist in an overlay only). Their paths stay the same from run to run, so that Go's build cache knows them.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

// Case is a package: the texts of its files by name.
type Case struct {
	Name  string            `json:"name"`
	Files map[string]string `json:"files"`
}

// Verdict says what the tools have to say about a case. All empty: it compiles, vet is content, gofmt as well.
type Verdict struct {
	Name        string   `json:"name"`
	Compile     []string `json:"compile"`     // what the compiler says
	Vet         []string `json:"vet"`         // what vet says
	Unformatted []string `json:"unformatted"` // files that gofmt would change
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "vetcases:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	var cases []Case
	if err := json.NewDecoder(in).Decode(&cases); err != nil {
		return err
	}
	prelude, err := newPrelude()
	if err != nil {
		return err
	}
	module, err := os.Getwd()
	if err != nil {
		return err
	}
	unlock, err := lock("libraries.go")
	if err != nil {
		return err
	}
	defer unlock()
	if err := os.RemoveAll("run"); err != nil {
		return err
	}
	defer os.RemoveAll("run")

	verdicts := make([]Verdict, len(cases))
	var pkgs []string
	for i, c := range cases {
		v := &verdicts[i]
		*v = Verdict{Name: c.Name, Compile: []string{}, Vet: []string{}, Unformatted: []string{}}
		texts, ok := withSupplements(prelude, c, v)
		if !ok {
			continue
		}
		for name, text := range texts {
			path := filepath.Join(root(i), name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				return err
			}
		}
		pkgs = append(pkgs, "./"+root(i)+"/...")
	}
	pkgs, err = loadable(module, pkgs, verdicts)
	if err != nil {
		return err
	}
	said, err := vet(pkgs)
	if err != nil {
		return err
	}
	if err := assign(verdicts, said); err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(verdicts)
}

// lock keeps other runs on the same module out. (Not of go.mod, which the go command locks.)
func lock(path string) (unlock func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

// root is the directory of a case.
func root(i int) string { return fmt.Sprintf("run/c%04d", i) }

// withSupplements returns the files of a case, and for each of its directories what the prelude has to add.
func withSupplements(prelude *prelude, c Case, v *Verdict) (map[string]string, bool) {
	texts := map[string]string{}
	dirs := map[string][]*ast.File{}
	for name, text := range c.Files {
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
		if err != nil {
			v.Compile = append(v.Compile, err.Error())
			return nil, false
		}
		if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
			v.Unformatted = append(v.Unformatted, name)
		}
		texts[name] = text
		if !strings.HasSuffix(file.Name.Name, "_test") {
			dirs[filepath.Dir(name)] = append(dirs[filepath.Dir(name)], file)
		}
	}
	for dir, files := range dirs {
		if text := prelude.supplement(files); text != "" {
			texts[filepath.Join(dir, "prelude_supplement.go")] = text
		}
	}
	return texts, true
}

// loadable returns the packages that can be loaded; of the others it notes why not.
func loadable(module string, pkgs []string, verdicts []Verdict) ([]string, error) {
	if len(pkgs) == 0 {
		return nil, nil
	}
	args := []string{"list", "-e", "-json=Dir,Error,DepsErrors"}
	listed, err := output(exec.Command("go", append(args, pkgs...)...))
	if err != nil {
		return nil, err
	}
	var sound []string
	for decoder := json.NewDecoder(bytes.NewReader(listed)); ; {
		var pkg struct {
			Dir        string
			Error      *struct{ Err string }
			DepsErrors []struct{ Err string }
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return sound, nil
		} else if err != nil {
			return nil, err
		}
		dir, err := filepath.Rel(module, pkg.Dir)
		if err != nil {
			return nil, err
		}
		var i int
		if _, err := fmt.Sscanf(filepath.ToSlash(dir), "run/c%04d", &i); err != nil || i >= len(verdicts) {
			return nil, fmt.Errorf("go list says, about no case: %+v", pkg)
		}
		before := len(verdicts[i].Compile)
		if pkg.Error != nil {
			verdicts[i].Compile = append(verdicts[i].Compile, pkg.Error.Err)
		}
		for _, dep := range pkg.DepsErrors {
			verdicts[i].Compile = append(verdicts[i].Compile, dep.Err)
		}
		if len(verdicts[i].Compile) == before {
			sound = append(sound, "./"+filepath.ToSlash(dir))
		}
	}
}

// vet runs go vet over all packages at once and returns what it wrote.
func vet(pkgs []string) (string, error) {
	if len(pkgs) == 0 {
		return "", nil
	}
	cmd := exec.Command("go", append([]string{"vet"}, pkgs...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err
	}
	if err != nil && stderr.Len() == 0 {
		return "", fmt.Errorf("go vet fails without a word: %w", err)
	}
	return stderr.String(), nil
}

// output runs a command and returns what it wrote to standard output.
func output(cmd *exec.Cmd) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w\n%s", cmd.Args[:2], err, stderr.String())
	}
	return out, nil
}

var place = regexp.MustCompile(`^(vet: )?(?:\./)?run/c(\d{4})/(.*)$`)

// assign gives each message of vet to the case that it is about. One that starts with "vet:" is a compiler's. A line
// without a place goes on with the message before it.
func assign(verdicts []Verdict, said string) error {
	var last *[]string
	for line := range strings.Lines(said) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		found := place.FindStringSubmatch(line)
		if found == nil && last != nil {
			(*last)[len(*last)-1] += "\n" + line
			continue
		}
		if found == nil {
			return fmt.Errorf("go vet says, about no case: %s", line)
		}
		i, err := strconv.Atoi(found[2])
		if err != nil || i >= len(verdicts) {
			return fmt.Errorf("go vet says, about no case: %s", line)
		}
		last = &verdicts[i].Vet
		if found[1] != "" {
			last = &verdicts[i].Compile
		}
		*last = append(*last, found[3])
	}
	return nil
}
