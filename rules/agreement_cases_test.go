package rules_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

// peer is a linter whose unit cases we have.
type peer struct {
	name string
	read func(line []byte) (agreementCase, error)
}

func casedPeers() []peer {
	return []peer{{"api-linter", readProtoCase}, {"aep-openapi", readOpenAPICase}}
}

// agreementCase is a spec, and what the peer's rule says of it.
type agreementCase struct {
	peer, rule string
	number     int // among the cases of the rule, as they stand in the peer's file, from 1
	files      map[string]string
	path       string // of the file that the problems are in
	problems   []lineRange
}

// cases reads all cases of the peer.
func (p peer) cases(t *testing.T) []agreementCase {
	t.Helper()
	reader := bufio.NewReader(sharedtest.Conformance(t, p.name+"-cases.jsonl.gz"))
	var cases []agreementCase
	numbers := map[string]int{}
	for {
		line, err := reader.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return cases
		}
		c, err := p.read(line)
		if err != nil {
			t.Fatal(err)
		}
		numbers[c.rule]++
		c.peer, c.number = p.name, numbers[c.rule]
		cases = append(cases, c)
	}
}

// readProtoCase reads a case of api-linter's.
func readProtoCase(line []byte) (agreementCase, error) {
	var raw struct {
		Rule, Path string
		Files      map[string]string
		Problems   []struct{ Start, End [2]int } // line and column
	}
	err := json.Unmarshal(line, &raw)
	c := agreementCase{rule: raw.Rule, path: raw.Path, files: raw.Files}
	for _, p := range raw.Problems {
		c.problems = append(c.problems, lineRange{p.Start[0], p.End[0]})
	}
	return c, err
}

// readOpenAPICase reads a case of the AEP rule set's. The document is laid out anew, so that each of
// its parts has lines of its own.
func readOpenAPICase(line []byte) (agreementCase, error) {
	var raw struct {
		Rule    string
		Doc     json.RawMessage
		Results []struct{ Path []string }
	}
	if err := json.Unmarshal(line, &raw); err != nil {
		return agreementCase{}, err
	}
	var text bytes.Buffer
	if err := json.Indent(&text, raw.Doc, "", indentation); err != nil {
		return agreementCase{}, err
	}
	c := agreementCase{rule: raw.Rule, path: "openapi.json", files: map[string]string{"openapi.json": text.String()}}
	for _, r := range raw.Results {
		c.problems = append(c.problems, linesAt(text.String(), r.Path))
	}
	return c, nil
}

func (c agreementCase) key() string { return fmt.Sprintf("%s\t%s\t%d", c.peer, c.rule, c.number) }

func (c agreementCase) lines() string {
	var lines []string
	for _, p := range c.problems {
		lines = append(lines, p.String())
	}
	return joined(lines)
}

func joined(lines []string) string {
	if len(lines) == 0 {
		return "-"
	}
	return strings.Join(slices.Compact(lines), ",")
}

// load reads the case, and what makes a whole of it if it is a fragment.
func (c agreementCase) load(t *testing.T) []*spec.API {
	if c.path == "openapi.json" {
		tree := memtree.New(c.files)
		apis, _ := openapi.Load(t.Context(), openapi.Config{Tree: tree, Roots: tree.Paths()})
		return apis
	}
	files := maps.Clone(c.files)
	if strings.TrimSpace(files[c.path]) == "" {
		files[c.path] = `syntax = "proto3";` // a case that is about the name of the file
	}
	files[c.path] = complete(loadProtos(t, files), c.path, files[c.path])
	return loadProtos(t, files)
}

func loadProtos(t *testing.T, files map[string]string) []*spec.API {
	tree := memtree.New(files)
	apis, _ := proto.Load(t.Context(), proto.Config{Tree: tree, Files: tree.Paths()})
	return apis
}
