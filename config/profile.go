package config

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/report"
)

// Setting says how one rule holds.
type Setting struct {
	Rule     string
	Severity report.Severity
	Options  json.RawMessage // a JSON object laid over the rule's defaults; nil: none
	Custom   *CustomRule     // what the configuration declares under that ID; nil: a rule of bylaw's
}

// Profile is the rules that hold for a file. Files with the same set share one, as long as they
// share a configuration.
type Profile struct {
	Presets  Presets
	Settings []Setting // the rules that are on, sorted by Rule

	Words *words.Lexicon // what names mean; nil: words.English
}

// Setting returns how the rule holds; false if it is off.
func (p *Profile) Setting(rule string) (Setting, bool) {
	at, found := slices.BinarySearchFunc(p.Settings, rule, func(s Setting, id string) int {
		return strings.Compare(s.Rule, id)
	})
	if !found {
		return Setting{}, false
	}
	return p.Settings[at], true
}

// Strict reports whether the preset strict is among those chosen.
func (p *Profile) Strict() bool { return p.Presets.Has(Strict) }

// profiles remembers what was worked out, so that a profile is made once for thousands of files
// and two that say the same are one. Files are linted in parallel, so it locks.
type profiles struct {
	lock        sync.Mutex
	byOverrides map[string]*Profile // by the overrides that hold
	byContent   map[string]*Profile
}

func newProfiles() *profiles {
	return &profiles{byOverrides: map[string]*Profile{}, byContent: map[string]*Profile{}}
}

// Profile returns the rules that hold for a path, which is relative to the workspace root.
func (c *Config) Profile(path string) *Profile {
	overrides := c.matching(path)
	id := string(indexKey(overrides))
	c.profiles.lock.Lock()
	defer c.profiles.lock.Unlock()
	if known := c.profiles.byOverrides[id]; known != nil {
		return known
	}
	made := c.profile(overrides)
	content := made.key()
	if known := c.profiles.byContent[content]; known != nil {
		made = known
	}
	c.profiles.byContent[content] = made
	c.profiles.byOverrides[id] = made
	return made
}

func indexKey(indexes []int) []byte {
	text := make([]byte, 0, 2*len(indexes))
	for _, i := range indexes {
		text = append(text, byte(i>>16), byte(i>>8), byte(i))
	}
	return text
}

func (c *Config) profile(overrides []int) *Profile {
	effective := c.effective(overrides)
	made := &Profile{Presets: effective.presets.presets, Words: c.lexicon}
	for _, rule := range effective.rules {
		if rule.severity != report.Off {
			made.Settings = append(made.Settings, Setting{rule.info.ID, rule.severity, joinOptions(rule.options), rule.info.Custom})
		}
	}
	return made
}

func (p *Profile) key() string {
	var b strings.Builder
	b.WriteString(p.Presets.String())
	for _, s := range p.Settings {
		b.WriteByte('\n')
		b.WriteString(s.Rule + " " + s.Severity.String() + " ")
		b.Write(s.Options)
	}
	return b.String()
}
