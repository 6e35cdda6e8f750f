// Package importer writes a bylaw.yaml that checks what another linter's configuration checks, and
// says what of it has no counterpart. It goes by the tables of rules/peers, and runs nothing.
package importer

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/rules/peers"
)

// Result is a configuration made of another linter's.
type Result struct {
	Config []byte // bylaw.yaml
	Taken  int    // of their rules that are on, those that one of ours takes the place of
	Left   []Left // what has no counterpart, sorted
}

// Left is something of a configuration that has no counterpart.
type Left struct {
	What string // a rule's ID, or a key
	Why  string
}

// Names returns the names of the files that can be read, as a pattern for people: "buf.yaml" ….
func Names() []string {
	return []string{"buf.yaml", ".spectral.yaml", "redocly.yaml", ".api-linter.yaml"}
}

// Read reads a configuration by the name of its file: buf.yaml, .spectral.yaml or .json, redocly.yaml,
// .api-linter.yaml or .json. An error says what can't be read of it, with the line where YAML knows one.
func Read(file string, content []byte, catalog config.Catalog) (*Result, error) {
	read, peer, err := reader(path.Base(file))
	if err != nil {
		return nil, err
	}
	if len(content) > 1<<20 {
		return nil, fmt.Errorf("%s is longer than 1 MiB, which no configuration is", file)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	f := &foreign{file: path.Base(file), left: map[Left]bool{}, on: map[string]string{}}
	if f.peer, err = peers.Find(peer); err != nil {
		return nil, err
	}
	if f.sets, err = peers.Sets(peer); err != nil {
		return nil, err
	}
	if err := read(f, newValue(&document)); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return f.translate(catalog), nil
}

// reader returns what reads a file of that name, and whose it is.
func reader(name string) (read func(*foreign, value) error, peer string, err error) {
	stem := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".yml"), ".json")
	switch strings.TrimPrefix(stem, ".") {
	case "buf":
		return readBuf, "buf", nil
	case "spectral":
		return readSpectral, "spectral", nil
	case "redocly":
		return readRedocly, "redocly", nil
	case "api-linter", "apilinter":
		return readAPILinter, "api-linter", nil
	}
	return nil, "", fmt.Errorf("%s: can't tell whose configuration this is: the names are %s", name, strings.Join(Names(), ", "))
}

// foreign is what a configuration says, alike for all linters.
type foreign struct {
	file string
	peer peers.Peer
	sets []peers.Member

	on      map[string]string // their rules that are on, with the severity; "": that of ours
	scopes  []scope
	exclude []string // patterns
	roots   []string // OpenAPI documents
	imports []string // folders
	after   []string // sections of bylaw.yaml as they are written
	left    map[Left]bool
}

// scope is what differs for some paths.
type scope struct {
	paths []string
	off   []string // their rules
	all   bool     // all of their rules
}

func (f *foreign) leave(what, why string) { f.left[Left{what, why}] = true }

// known returns which of their rules a name means: a rule or, with prefix, all that begin with it.
func (f *foreign) known(prefix string) []string {
	var rules []string
	for _, row := range f.peer.Rows {
		if row.Rule == prefix || strings.HasPrefix(row.Rule, prefix+"::") {
			rules = append(rules, row.Rule)
		}
	}
	return slices.Compact(rules)
}

// addSet switches on the rules of a named set; false if there is none.
func (f *foreign) addSet(set string) bool {
	found := false
	for _, m := range f.sets {
		if severity, ok := m.In[set]; ok {
			f.on[m.Rule] = severity
			found = true
		}
	}
	return found
}
