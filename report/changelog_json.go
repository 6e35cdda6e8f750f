package report

import (
	"bufio"
	"io"

	"github.com/bylaw-dev/bylaw/spec"
)

// JSONChangelogVersion is the version of the JSON of changelogs, of which JSONVersion's promise
// holds. docs/changelog-json.md describes it.
const JSONChangelogVersion = 1

type jsonChangelogSummary struct {
	Headline string      `json:"headline"`
	Base     string      `json:"base"`
	Bump     string      `json:"bump"`
	Changes  changeTally `json:"changes"`
	Checked  Counts      `json:"checked"`
	Failing  int         `json:"failing"`
}

type jsonRelease struct {
	API      string `json:"api"`
	Old      string `json:"old"`
	New      string `json:"new"`
	Bump     string `json:"bump"`
	Required string `json:"required"`
}

type jsonEntry struct {
	ID            string        `json:"id"`
	Kind          string        `json:"kind"`
	Verdict       string        `json:"verdict"`
	Bump          string        `json:"bump"`
	Metadata      bool          `json:"metadata"`
	Element       spec.ID       `json:"element"`
	Attribute     string        `json:"attribute"`
	From          string        `json:"from"`
	To            string        `json:"to"`
	Message       string        `json:"message"`
	Cure          string        `json:"cure"`
	Old           *jsonLocation `json:"old"`
	New           *jsonLocation `json:"new"`
	Location      *jsonLocation `json:"location"`
	Breaks        []string      `json:"breaks"`
	Compatibility string        `json:"compatibility"`
	Backward      Verdicts      `json:"backward"`
	Forward       Verdicts      `json:"forward"`
	Fingerprint   string        `json:"fingerprint"`
}

// JSONChangelog prints every change, those of metadata too, for programs; one change a line.
func JSONChangelog(w io.Writer, s *Summary, _ Options) error {
	d := document{Writer: bufio.NewWriter(w)}
	d.jsonVersion(JSONChangelogVersion, s)
	log := s.Changelog
	d.raw(",\n  \"summary\": ")
	d.value(jsonChangelogSummary{s.Headline, log.Base, log.Bump, log.tally(), s.Checked, s.Failing()})
	d.raw(",\n  \"releases\": [")
	d.elements("    ", len(log.Releases), func(i int) any { return jsonRelease(log.Releases[i]) })
	d.raw(",\n  \"groups\": [")
	for i := range log.Groups {
		if i > 0 {
			d.raw(",")
		}
		d.jsonGroup(&log.Groups[i])
	}
	d.raw("],\n  \"findings\": [")
	prints := Fingerprints(s.Findings)
	d.elements("    ", len(s.Findings), func(i int) any { return jsonFindingOf(&s.Findings[i], prints[i]) })
	return d.jsonTail(s)
}

func (d *document) jsonGroup(g *ChangeGroup) {
	d.raw("\n    {\"title\": ")
	d.value(g.title())
	d.raw(", \"apis\": ")
	d.value(g.APIs)
	d.raw(", \"operations\": ")
	d.value(append([]Operation{}, g.Operations...))
	d.raw(", \"changes\": [")
	d.elements("      ", len(g.Entries), func(i int) any { return jsonEntryOf(&g.Entries[i]) })
	d.raw("}")
}

func jsonEntryOf(e *Entry) jsonEntry {
	c := jsonChangeOf(&e.Change)
	return jsonEntry{
		ID: e.ID, Kind: e.Kind, Verdict: e.Verdict, Bump: e.Bump, Metadata: e.Metadata, Element: e.Element,
		Attribute: e.Attribute, From: e.From, To: e.To, Message: e.Message, Cure: e.Cure,
		Old: c.Old, New: c.New, Location: jsonLocationOf(e.Span), Breaks: c.Breaks, Compatibility: c.Compatibility,
		Backward: e.Backward, Forward: e.Forward, Fingerprint: c.Fingerprint,
	}
}
