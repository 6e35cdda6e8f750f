package layout

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var proto2Syntax = lint.New(lint.Meta{
	ID:       "proto2-syntax",
	Title:    "a file is written in proto2",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Document: func(p *lint.Pass, d *spec.Document) {
		if d.Dialect != "proto2" || d.Stated.IsZero() {
			return
		}
		p.Report(&d.Node, d.Stated,
			"proto2 closes its enums and has no fixed JSON form, so consumers lose values that a newer server sends and gateways differ in what they make of it",
			lint.Cure(`write syntax = "proto3"; or edition = "2023"; with the features that keep the wire as it is`))
	},
})
