package main

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// reason explains disagreements: those of a peer whose edit, scope, levels and rules match. The
// patterns are those of path.Match, but match any text with a star alone.
type reason struct {
	peer, edit, scope, who, rules string // who says more: the peer or bylaw, or place; rules: of both
	name, why                     string
}

// unexplained is the reason of a disagreement that no line of reasons.tsv matches.
const unexplained = "unexplained"

// reasonNames is the closed list.
var reasonNames = []string{
	"axis",      // bylaw calls it a break of another axis
	"direction", // bylaw knows in which direction the value travels, the peer doesn't ask
	"elsewhere", // the peer reports it on another place, or only together with another change
	"encoding",  // what the encodings do decides, and they do not what the peer assumes
	"gap",       // bylaw is wrong, and it is known
	"peer-bug",  // the peer is wrong
	"peer-gap",  // the peer doesn't look there
	"place",     // both say it, each at a place of its own
	"promise",   // a matter of what counts as promised, decided otherwise
}

func readReasons(file string) ([]reason, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var reasons []reason
	for i, line := range strings.Split(strings.TrimSpace(string(content)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 7 || !slices.Contains(reasonNames, cells[5]) {
			return nil, fmt.Errorf("%s:%d: a line has peer, edit, scope, who, rules, reason, why; the reason is one of %s", file, i+2, strings.Join(reasonNames, ", "))
		}
		reasons = append(reasons, reason{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]})
	}
	return reasons, nil
}

// explain returns the first reason that matches.
func explain(reasons []reason, peer string, d *disagreement) reason {
	who := "place"
	switch by := strength(d.bylaw.level) - strength(d.peer.level); {
	case by > 0:
		who = "bylaw"
	case by < 0:
		who = peer
	}
	rules := join(d.peer.rules) + " " + join(d.bylaw.rules)
	for _, r := range reasons {
		if r.peer == peer && matches(r.edit, d.edit) && matches(r.scope, d.scope) && matches(r.who, who) && matches(r.rules, rules) {
			return r
		}
	}
	return reason{name: unexplained}
}

func matches(pattern, text string) bool {
	flat := strings.NewReplacer("/", "|")
	ok, err := path.Match(flat.Replace(pattern), flat.Replace(text))
	return ok && err == nil
}

// explainAgain gives the disagreements of a table their reasons anew, after reasons.tsv has changed.
func explainAgain(file, peer string, reasons []reason) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		d := &disagreement{judgement: judgement{
			edit: cells[0], scope: cells[1], example: cells[7],
			peer: said{cells[2], []string{cells[4]}}, bylaw: said{cells[3], []string{cells[5]}},
		}}
		if d.cases, err = strconv.Atoi(cells[6]); err != nil {
			return err
		}
		d.reason = explain(reasons, peer, d)
		if lines[i+1] = d.line(); d.reason.name == unexplained {
			fmt.Println("unexplained:", d.line())
		}
	}
	return os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644)
}
