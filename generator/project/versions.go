package project

// templateVersion counts the versions of what a project is made by: services know by it what they can be upgraded to.
const templateVersion = "1"

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
