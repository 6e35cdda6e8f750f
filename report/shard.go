package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Shard says which part of a run a summary is, and what only all parts together can tell.
type Shard struct {
	Index, Of int      // Index is 1 to Of
	Hidden    []string // keys of the findings that are suppressed: parts may share files, and count no finding twice
	Open      []Open   // what no part knows by itself

	Contents map[string]string // hashes of the files of the findings, by path: all parts must be of one version
}

// See takes note of what the file of a finding holds.
func (s *Shard) See(f *Finding) {
	file := f.Span.File
	if file == nil || s.Contents[file.Path] != "" {
		return
	}
	if s.Contents == nil {
		s.Contents = map[string]string{}
	}
	sum := sha256.Sum256(file.Content)
	s.Contents[file.Path] = hex.EncodeToString(sum[:8])
}

// Open is a question that only all parts can answer: whether something that is there to be needed, such as a
// suppression, is needed anywhere.
type Open struct {
	Key  string // the same in all parts
	Here bool   // what it is about was read in this part
	Idle []int  // which of its rules nothing needs here, counted from 0

	Each []Finding // said of each rule alone that nothing needs anywhere
	All  *Finding  // said instead if nothing needs any of them
	None *Finding  // said if it was read in no part; nil: nothing is
}

// Key names a finding among those of all parts of a run, which agree in what Sort takes for one.
func (f *Finding) Key() string {
	sum := sha256.Sum256([]byte(f.Rule + "\x00" + f.Span.Path() + "\x00" + strconv.Itoa(int(f.Span.Start)) + "\x00" +
		strconv.Itoa(int(f.Span.End)) + "\x00" + f.Message))
	return hex.EncodeToString(sum[:8])
}

type jsonShard struct {
	Index  int        `json:"index"`
	Of     int        `json:"of"`
	Hidden []string   `json:"hidden"`
	Open   []jsonOpen `json:"open"`

	Contents map[string]string `json:"contents"`
}

type jsonOpen struct {
	Key  string        `json:"key"`
	Here bool          `json:"here"`
	Idle []int         `json:"idle"`
	Each []jsonFinding `json:"each"`
	All  *jsonFinding  `json:"all"`
	None *jsonFinding  `json:"none"`
}

func (d *document) jsonShard(s *Shard) {
	if s == nil {
		return
	}
	shard := jsonShard{s.Index, s.Of, append([]string{}, s.Hidden...), []jsonOpen{}, s.Contents}
	for i := range s.Open {
		shard.Open = append(shard.Open, jsonOpenOf(&s.Open[i]))
	}
	d.raw(",\n  \"shard\": ")
	d.value(shard)
}

func jsonOpenOf(o *Open) jsonOpen {
	made := jsonOpen{Key: o.Key, Here: o.Here, Idle: append([]int{}, o.Idle...), Each: []jsonFinding{}, All: jsonPossible(o.All), None: jsonPossible(o.None)}
	for i := range o.Each {
		made.Each = append(made.Each, jsonFindingOf(&o.Each[i], ""))
	}
	return made
}

func jsonPossible(f *Finding) *jsonFinding {
	if f == nil {
		return nil
	}
	made := jsonFindingOf(f, "")
	return &made
}
