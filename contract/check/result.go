package check

import (
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Result is what there is to say of one contract.
type Result struct {
	Findings   []report.Finding // in report's order
	NotChecked []report.NotChecked
	Checked    int   // interactions of which something could be checked
	Uses       []Use // what of the spec the interactions rely on, in their order

	itself   []report.Finding // what is wrong with the contract's rules, whatever the spec says
	Outcomes []Outcome        // what Findings and NotChecked say, by interaction, in their order
}

// Outcome is what there is to say of one interaction.
type Outcome struct {
	Interaction *contract.Interaction
	Checked     bool // something could be checked
	Problems    []Problem
	NotChecked  []report.NotChecked
	Overlooked  bool // a part of it wasn't looked at, so that its uses may lack some
}

// Problem is what is wrong with an interaction, by what of it and of the spec it is about.
type Problem struct {
	Finding  report.Finding
	Part     Part
	Path     string    // as that of a Use; of a value that is missing, where it would be
	Elements []spec.ID // of the spec, as the user has written them, the nearest first
	who      string    // the interaction, which the finding's message begins with
	same     string    // what problems about one thing have in common
	Broken   bool      // it can't work; also where the interaction is pending, so that the finding is only a warning
}
