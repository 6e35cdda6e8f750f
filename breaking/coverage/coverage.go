// Package coverage holds what comes of every edit of a contract that the languages know of: which
// change is reported with which verdict, or why nothing is. The tests of the checks write it, by
// making the edits. It knows no check.
package coverage

import _ "embed"

//go:embed openapi.tsv
var openAPI string

//go:embed proto.tsv
var proto string

// Table is what comes of the edits of one format, as lines of tab-separated columns: the edit, in
// how many places it was made, what came of it. The first line names them.
type Table struct {
	Format, Source, Text string
}

// Tables returns the tables of both formats.
func Tables() []Table {
	return []Table{
		{"OpenAPI", "the meta-schemas of OpenAPI 3.1 and JSON Schema 2020-12", openAPI},
		{"proto", "descriptor.proto, and the annotations of google.api, google.longrunning and buf.validate", proto},
	}
}
