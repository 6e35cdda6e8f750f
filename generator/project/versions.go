package project

// TemplateVersion counts the versions of what a project is made by: services know by it what they can be upgraded to.
const TemplateVersion = 3

// Wiring counts the ways in which the Go files that are ours and those that are written once use each other. A version of
// the templates in which the former expect something else of the latter begins another: a service gets both together, for
// either alone wouldn't compile.
func Wiring(version int) int {
	if version < 2 {
		return 1
	}
	return 2
}

// Versions are those of what a new service is built with, and known to work. Go modules have theirs in go.mod of the kit.
type Versions struct {
	Go, GoImage, Image string // of the language, to build with, to run on
	Checkout, SetupGo  string // of the actions of CI
	Staticcheck        string
	Postgres           string // the image of the database
}

// Versions returns the table.
func (*Project) Versions() Versions {
	return Versions{
		Go:          "1.26",
		GoImage:     "golang:1.26-bookworm",
		Image:       "gcr.io/distroless/static-debian12:nonroot",
		Checkout:    "actions/checkout@v4",
		SetupGo:     "actions/setup-go@v5",
		Postgres:    "postgres:17",
		Staticcheck: "honnef.co/go/tools/cmd/staticcheck@v0.8.2",
	}
}
