package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Merge joins summaries, whose spans must be of the same files where they have the same path. Parts of one run
// become the summary that the whole run would have: all of them must be there, each once. Summaries of runs of
// their own are added up.
func Merge(parts []*Summary) (*Summary, error) {
	if len(parts) == 0 {
		return &Summary{}, nil
	}
	whole, err := complete(parts)
	if err != nil {
		return nil, err
	}
	merged := &Summary{Version: parts[0].Version, FailOn: parts[0].FailOn, Rule: parts[0].Rule, Beyond: parts[0].Beyond}
	var headlines []string
	for _, p := range parts {
		merged.add(p)
		if p.Headline != "" && !slices.Contains(headlines, p.Headline) {
			headlines = append(headlines, p.Headline)
		}
	}
	merged.Headline = strings.Join(headlines, " ")
	if whole {
		merged.Suppressed = hiddenOf(parts)
		merged.NotChecked = everywhere(parts)
		merged.Findings = append(merged.Findings, answers(parts)...)
	}
	merged.Score = scoreOf(parts)
	merged.Findings = Sort(merged.Findings)
	return merged, nil
}

// add adds what can be added up. The strictest threshold counts.
func (s *Summary) add(p *Summary) {
	s.Findings = append(s.Findings, p.Findings...)
	s.Suppressed += p.Suppressed
	s.Checked.Files += p.Checked.Files
	s.Checked.Operations += p.Checked.Operations
	s.Checked.Types += p.Checked.Types
	s.Checked.Fields += p.Checked.Fields
	s.Fixed.Findings += p.Fixed.Findings
	s.Fixed.Files += p.Fixed.Files
	for _, left := range p.NotChecked {
		if !slices.Contains(s.NotChecked, left) {
			s.NotChecked = append(s.NotChecked, left)
		}
	}
	if p.FailOn != Off && (s.FailOn == Off || p.FailOn < s.FailOn) {
		s.FailOn = p.FailOn
	}
}

// complete reports whether the summaries are the parts of one run. The error says what is wrong with them.
func complete(parts []*Summary) (bool, error) {
	there := map[int]bool{}
	contents := map[string]string{}
	of, version := 0, parts[0].Version
	for _, p := range parts {
		if p.Shard == nil {
			continue
		}
		of = cmp.Or(of, p.Shard.Of)
		switch {
		case p.Shard.Of != of:
			return false, fmt.Errorf("shard %d/%d and shards of %d are of different runs", p.Shard.Index, p.Shard.Of, of)
		case there[p.Shard.Index]:
			return false, fmt.Errorf("shard %d/%d is there twice", p.Shard.Index, of)
		case p.Version != version:
			return false, fmt.Errorf("the shards were made by bylaw %s and %s: use one version", version, p.Version)
		}
		there[p.Shard.Index] = true
		for _, path := range slices.Sorted(maps.Keys(p.Shard.Contents)) {
			if hash := p.Shard.Contents[path]; cmp.Or(contents[path], hash) != hash {
				return false, fmt.Errorf("shard %d/%d was made of another content of %s: lint one version", p.Shard.Index, of, path)
			}
			contents[path] = p.Shard.Contents[path]
		}
	}
	if of == 0 {
		return false, nil
	}
	for i := 1; i <= of; i++ {
		if !there[i] {
			return false, fmt.Errorf("shard %d/%d is missing", i, of)
		}
	}
	if len(there) != len(parts) {
		return false, fmt.Errorf("shards of a run can't be joined with other outputs: merge the shards first")
	}
	return true, nil
}

// hiddenOf counts the suppressed findings of all parts, those of files that they share once.
func hiddenOf(parts []*Summary) int {
	keys := map[string]bool{}
	for _, p := range parts {
		for _, key := range p.Shard.Hidden {
			keys[key] = true
		}
	}
	return len(keys)
}

// everywhere returns what every part has left out: a file may be read in one of them only.
func everywhere(parts []*Summary) []NotChecked {
	return slices.DeleteFunc(slices.Clone(parts[0].NotChecked), func(left NotChecked) bool {
		return slices.ContainsFunc(parts[1:], func(p *Summary) bool { return !slices.Contains(p.NotChecked, left) })
	})
}

// answers returns what is to be said once all parts are known.
func answers(parts []*Summary) (findings []Finding) {
	byKey := map[string][]Open{}
	var keys []string
	for _, p := range parts {
		for _, o := range p.Shard.Open {
			if byKey[o.Key] == nil {
				keys = append(keys, o.Key)
			}
			byKey[o.Key] = append(byKey[o.Key], o)
		}
	}
	for _, key := range keys {
		findings = append(findings, answer(byKey[key], len(parts))...)
	}
	return findings
}

// answer answers one question, given what so many of the parts know of it.
func answer(asked []Open, parts int) []Finding {
	read := slices.DeleteFunc(slices.Clone(asked), func(o Open) bool { return !o.Here })
	if len(read) == 0 {
		if len(asked) == parts && asked[0].None != nil {
			return []Finding{*asked[0].None}
		}
		return nil
	}
	idle := slices.DeleteFunc(slices.Clone(read[0].Idle), func(rule int) bool {
		return slices.ContainsFunc(read, func(o Open) bool { return !slices.Contains(o.Idle, rule) })
	})
	if len(idle) > 0 && len(idle) == len(read[0].Each) && read[0].All != nil {
		return []Finding{*read[0].All}
	}
	var findings []Finding
	for _, rule := range idle {
		if rule >= 0 && rule < len(read[0].Each) {
			findings = append(findings, read[0].Each[rule])
		}
	}
	return findings
}
