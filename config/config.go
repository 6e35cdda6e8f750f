// Package config reads bylaw.yaml: which rules run on which file, how severely and with which
// options, what a change may break, and what is generated. It knows rules and kinds of change only as
// the catalogue that a caller gives it, and neither runs them nor reads a spec.
package config

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// FileName is the only name that a configuration is found by.
const FileName = "bylaw.yaml"

// Text is a value with the place that it was written at. The zero Span means that no one wrote it.
type Text struct {
	Value string
	Span  source.Span
}

// Config is one configuration. Paths that go in or come out are slash-separated and relative to
// the workspace root; patterns match below the folder of the file.
type Config struct {
	File *source.File // nil: the defaults, without a file
	Dir  string       // the folder of the file, "." at the root

	FailOn     report.Severity // the least severity that makes a run fail: Info, Warning or Error
	FailOnSpan source.Span
	Edition    Text // the rules edition that is held on to; "": the newest
	Vocabulary Vocabulary
	Words      Words
	Custom     []*CustomRule // what is declared under custom_rules, in order
	Breaking   Breaking
	Waivers    []Waiver
	Generate   []Generate

	folders   []Text // proto.import_paths as written
	exclude   []pattern
	roots     []pattern // openapi.roots
	presets   selection
	rules     []line
	overrides []override

	catalog  Catalog
	demand   Demand
	lexicon  *words.Lexicon
	profiles *profiles
}

// Waiver is a suppression that hangs on an element's definition ID, or on the fingerprint of one
// change, instead of standing beside the element. It holds for what is found in Dir and below.
type Waiver struct {
	Element spec.ID
	Change  string // a fingerprint, 32 hexadecimal digits; "": it hangs on Element
	Dir     string // relative to the workspace root, "." at the root

	// Ignore.Until can be text that is no day, which Parse has reported: then the waiver has expired.
	Ignore spec.Ignore
}

// Vocabulary maps a company's own proto options (by full name, "acme.v1.pii") and OpenAPI
// extensions ("x-pii") to the facts of bylaw's vocabulary that they mean the same as.
type Vocabulary struct {
	Options, Extensions []Mapping // sorted by Name
}

// Mapping is one entry of a Vocabulary.
type Mapping struct {
	Name string // the company's own
	Fact Fact
	Span source.Span // of the name
}

// selection is a choice of presets.
type selection struct {
	presets Presets
	names   []presetName // as written
	span    source.Span  // zero: the default
}

type presetName struct {
	preset Presets
	span   source.Span
}

// line is one entry of `rules`.
type line struct {
	rule     *RuleInfo // nil: a group
	group    string
	severity *report.Severity // nil: not said
	options  []option
	span     source.Span // of the key
}

// option is one option of a rule, as JSON.
type option struct {
	name  string
	value json.RawMessage
	span  source.Span
}

type override struct {
	paths   []pattern
	presets *selection // nil: those of the file
	rules   []line
}

// Default returns the configuration that holds where there is no file: the preset recommended.
func Default(catalog Catalog) *Config {
	return &Config{
		Dir: ".", FailOn: report.Error, presets: selection{presets: Recommended}, Breaking: defaultBreaking(),
		catalog: catalog, profiles: newProfiles(), lexicon: words.English(),
	}
}

// Excluded reports whether the configuration keeps the path out of everything.
func (c *Config) Excluded(path string) bool { return matchAny(c.exclude, c.local(path)) }

// IsRoot reports whether the configuration names the path as an OpenAPI root document.
func (c *Config) IsRoot(path string) bool { return matchAny(c.roots, c.local(path)) }

// ImportPaths returns the folders that proto imports start from.
func (c *Config) ImportPaths() []Text {
	folders := make([]Text, len(c.folders))
	for i, folder := range c.folders {
		folders[i] = Text{path.Join(c.Dir, folder.Value), folder.Span}
	}
	return folders
}

// Roots returns the patterns of the OpenAPI root documents, relative to the workspace root, so
// that a caller can tell one that matches nothing.
func (c *Config) Roots() []Text {
	roots := make([]Text, len(c.roots))
	for i, p := range c.roots {
		roots[i] = Text{path.Join(c.Dir, p.text), p.span}
	}
	return roots
}

// local returns the path relative to the folder of the file, or "" for one that is not below it.
func (c *Config) local(path string) string {
	if c.Dir == "." {
		return path
	}
	rest, ok := strings.CutPrefix(path, c.Dir+"/")
	if !ok {
		return ""
	}
	return rest
}

// matching returns the overrides that hold for a path, by index.
func (c *Config) matching(path string) []int {
	local := c.local(path)
	var indexes []int
	for i := range c.overrides {
		if matchAny(c.overrides[i].paths, local) {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

func matchAny(patterns []pattern, local string) bool {
	return local != "" && slices.ContainsFunc(patterns, func(p pattern) bool { return p.match(local) })
}
