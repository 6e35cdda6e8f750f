package main

import "regexp"

// kind is a sort of thing that can be scaffolded: where its files go, and which lists it stands in.
type kind struct {
	name        string // and the folder of its templates
	folder      string // of the groups
	list        string // the file that lists the groups
	accessor    string // of a group: what it returns is the list
	opening     string // of the group's list
	importAfter string // in the file that lists the groups
	wellFormed  *regexp.Regexp
	example     string // an ID
	own         [4]target
}

// target is a file of a new thing: its template, and where it goes in the group's folder. * stands
// for the ID, _ for the ID with underscores.
type target struct{ template, path string }

var rules = kind{
	name: "rule", folder: "rules", list: "rules/rules.go", accessor: "Rules",
	opening: "return []*lint.Rule{", importAfter: `"github.com/bylaw-dev/bylaw/lint"`,
	wellFormed: regexp.MustCompile(`^([a-z]+)/([a-z][a-z0-9]*(?:-[a-z0-9]+)+)$`),
	example:    "a kebab-case ID of two words or more, such as pagination/unpaginated-list",
	own: [4]target{
		{"own.go", "_.go"}, {"own.md", "*.md"}, {"fixture.proto", "testdata/*.proto"}, {"fixture.yaml", "testdata/*.yaml"},
	},
}

var checks = kind{
	name: "check", folder: "breaking/checks", list: "breaking/checks/checks.go", accessor: "Checks",
	opening: "return []*breaking.Check{", importAfter: `"github.com/bylaw-dev/bylaw/breaking"`,
	wellFormed: regexp.MustCompile(`^([a-z]+)/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$`),
	example:    "a noun in kebab-case, such as messages/field-number",
	own: [4]target{
		{"own.go", "_.go"}, {"own.md", "*.md"}, {"fixture.proto", "testdata/*.proto.txtar"}, {"fixture.openapi", "testdata/*.openapi.txtar"},
	},
}
