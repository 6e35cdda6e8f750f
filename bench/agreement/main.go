// Command agreement makes single edits of real contracts, lets bylaw and the tools that teams use
// today judge each, and counts where they say the same: `buf breaking` on protos, level by level,
// `oasdiff breaking` on OpenAPI documents. What they see differently needs a reason, which stands
// in reasons.tsv beside the tables.
//
//	go run ./agreement -peers DIR -corpus DIR [-only buf] [-write]
//	go run ./agreement -explain
//
// -peers is the folder that the peers are built into, and found in the next time.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	var r runner
	flag.StringVar(&r.corpus, "corpus", "", "folder with openapi/ and googleapis/")
	flag.StringVar(&r.peers, "peers", filepath.Join(os.TempDir(), "bylaw-bench-peers"), "folder of the peers")
	flag.StringVar(&r.bylaw, "bylaw", "", "the bylaw to ask; without it one is built from this checkout")
	flag.StringVar(&r.tables, "tables", filepath.Join("..", "breaking", "checks", "testdata", "agreement"), "folder of the tables")
	flag.IntVar(&r.sample, "sample", 1, "edits of each kind in each package; in each document, which is cheaper to ask about, four times as many")
	flag.BoolVar(&r.write, "write", false, "refresh the tables, and what bylaw says of the single edits")
	again := flag.Bool("explain", false, "ask nobody, but look the reasons up anew")
	only := flag.String("only", "", "ask only this peer: buf or oasdiff")
	flag.Parse()
	if *again {
		fail(r.explainAgain())
		return
	}
	if r.corpus == "" {
		fmt.Fprintln(os.Stderr, "agreement: -corpus DIR is needed")
		os.Exit(2)
	}
	fail(r.run(*only))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "agreement:", err)
		os.Exit(1)
	}
}

// runner holds what every comparison needs.
type runner struct {
	corpus, peers, bylaw, tables string
	scratch                      string // the versions that are compared just now
	sample                       int
	write                        bool
}

func (r *runner) run(only string) error {
	if err := r.prepare(); err != nil {
		return err
	}
	defer os.RemoveAll(r.scratch)
	reasons, err := readReasons(filepath.Join(r.tables, "reasons.tsv"))
	if err != nil {
		return err
	}
	for _, peer := range []struct {
		name    string
		compare func(*table) error
	}{{"buf", r.compareBuf}, {"oasdiff", r.compareOasdiff}} {
		if cmp.Or(only, peer.name) != peer.name {
			continue
		}
		t := newTable(peer.name, reasons)
		if err := peer.compare(t); err != nil {
			return fmt.Errorf("%s: %w", peer.name, err)
		}
		fmt.Print(t.totals())
		if err := r.save(t); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) explainAgain() error {
	reasons, err := readReasons(filepath.Join(r.tables, "reasons.tsv"))
	for _, peer := range []string{"buf", "oasdiff"} {
		if err == nil {
			err = explainAgain(filepath.Join(r.tables, peer+"-disagreements.tsv"), peer, reasons)
		}
	}
	return err
}

// prepare builds what is missing and makes the scratch folder.
func (r *runner) prepare() error {
	var err error
	if r.peers, err = filepath.Abs(r.peers); err != nil {
		return err
	}
	if r.scratch, err = os.MkdirTemp("", "bylaw-agreement-"); err != nil {
		return err
	}
	if r.bylaw == "" {
		r.bylaw = filepath.Join(r.scratch, "bylaw")
		if err := build("..", "go", "build", "-o", r.bylaw, "./cmd/bylaw"); err != nil {
			return err
		}
	}
	for name, module := range map[string]string{
		"buf": "github.com/bufbuild/buf/cmd/buf@v1.73.0", "oasdiff": "github.com/oasdiff/oasdiff@v1.33.0",
	} {
		if _, err := os.Stat(r.peer(name)); err == nil {
			continue
		}
		if err := build(".", "env", "GOBIN="+filepath.Dir(r.peer(name)), "go", "install", module); err != nil {
			return err
		}
	}
	return nil
}

// peer returns where a peer's command is.
func (r *runner) peer(name string) string { return filepath.Join(r.peers, "bin", name) }

// save prints what nobody has explained yet, and writes the tables if that is wanted.
func (r *runner) save(t *table) error {
	for _, d := range t.disagreements() {
		if d.reason.name == unexplained {
			fmt.Println("unexplained:", d.line())
		}
	}
	if !r.write {
		return nil
	}
	if err := os.WriteFile(filepath.Join(r.tables, t.peer+".tsv"), []byte(t.counts()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.tables, t.peer+"-disagreements.tsv"), []byte(t.differences()), 0o644)
}
