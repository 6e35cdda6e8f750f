package peers

import (
	"fmt"
	"strings"
)

// Member says in which of a peer's named sets of rules a rule is.
type Member struct {
	Rule string
	In   map[string]string // severity by set: "error", "warning", "info"
}

// Sets returns the rules of a peer with the sets that they are in, by rule; none for a peer without
// sets.
func Sets(peer string) ([]Member, error) {
	text, err := tables.ReadFile("sets.tsv")
	if err != nil {
		return nil, err
	}
	rows, err := Cells(string(text), "peer", "rule", "sets")
	if err != nil {
		return nil, fmt.Errorf("sets.tsv: %w", err)
	}
	var members []Member
	for _, row := range rows {
		if row[0] == peer {
			members = append(members, Member{row[1], pairs(said(row[2]))})
		}
	}
	return members, nil
}

// pairs reads "set=severity set=severity".
func pairs(text string) map[string]string {
	in := map[string]string{}
	for field := range strings.FieldsSeq(text) {
		set, severity, _ := strings.Cut(field, "=")
		in[set] = severity
	}
	return in
}
