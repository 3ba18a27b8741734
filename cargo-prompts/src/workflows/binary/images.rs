//! Binaries for tests, made from scratch, and markers for them.

use object::write::pe::{NtHeaders, Writer};
use object::write::{Object, SectionKind, StandardSegment};
use object::{Architecture, BinaryFormat, Endianness, pe};

/// A marker with these fields, a line each. The hash of the partials, `list` and the environments of a
/// build for several may be left out.
pub fn marker(fields: &str) -> Vec<u8> {
    let mut lines = fields.split('\n').map(str::to_owned);
    let [
        package,
        id,
        version,
        status,
        environment,
        sha256,
        partials,
        list,
        built_for,
    ] = std::array::from_fn(|_| lines.next().unwrap_or_default());
    let marker = prompt_core::marker::Marker {
        package,
        id,
        version,
        status,
        environment,
        sha256,
        settings: "chat-completions, kimi-k2-5, temperature 0.2".to_owned(),
        partials,
        is_listed: list == "list",
        built_for,
    };
    marker.to_bytes()
}

pub fn elf(data: &[u8]) -> Vec<u8> {
    object_file(BinaryFormat::Elf, Architecture::X86_64, data)
}

pub fn mach_o(architecture: Architecture, data: &[u8]) -> Vec<u8> {
    object_file(BinaryFormat::MachO, architecture, data)
}

pub fn coff(data: &[u8]) -> Vec<u8> {
    object_file(BinaryFormat::Coff, Architecture::X86_64, data)
}

fn object_file(format: BinaryFormat, architecture: Architecture, data: &[u8]) -> Vec<u8> {
    let mut object = Object::new(format, architecture, Endianness::Little);
    let segment = object.segment_name(StandardSegment::Data).to_vec();
    let section = object.add_section(segment, b"markers".to_vec(), SectionKind::ReadOnlyData);
    object.append_section_data(section, data, 1);
    object.write().unwrap()
}

/// A universal file: a table of offsets, and the parts.
pub fn universal(parts: &[(Architecture, Vec<u8>)]) -> Vec<u8> {
    let mut file = [
        0xcafe_babe_u32.to_be_bytes(),
        u32::try_from(parts.len()).unwrap().to_be_bytes(),
    ]
    .concat();
    let mut offset = 8 + 20 * parts.len();
    for (architecture, part) in parts {
        let cpu: u32 = if *architecture == Architecture::Aarch64 {
            0x0100_000c
        } else {
            0x0100_0007
        };
        let numbers = [
            cpu,
            0,
            u32::try_from(offset).unwrap(),
            u32::try_from(part.len()).unwrap(),
            0,
        ];
        file.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        offset += part.len();
    }
    file.extend(parts.iter().flat_map(|(_, part)| part));
    file
}

/// A program for Windows, with one section.
pub fn portable_executable(section: [u8; 8], data: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut writer = Writer::new(true, 0x1000, 0x200, &mut file);
    writer.reserve_dos_header_and_stub();
    writer.reserve_nt_headers(16);
    writer.reserve_section_headers(1);
    let length = u32::try_from(data.len()).unwrap();
    let range = writer.reserve_section(section, pe::IMAGE_SCN_MEM_READ, length, length);
    writer.write_dos_header_and_stub().unwrap();
    writer.write_nt_headers(HEADERS);
    writer.write_section_headers();
    writer.write_section(range.file_offset, data);
    file
}

const HEADERS: NtHeaders = NtHeaders {
    machine: pe::IMAGE_FILE_MACHINE_AMD64,
    time_date_stamp: 0,
    characteristics: pe::IMAGE_FILE_EXECUTABLE_IMAGE,
    major_linker_version: 0,
    minor_linker_version: 0,
    address_of_entry_point: 0x1000,
    image_base: 0x1_4000_0000,
    major_operating_system_version: 6,
    minor_operating_system_version: 0,
    major_image_version: 0,
    minor_image_version: 0,
    major_subsystem_version: 6,
    minor_subsystem_version: 0,
    subsystem: pe::IMAGE_SUBSYSTEM_WINDOWS_CUI,
    dll_characteristics: 0,
    size_of_stack_reserve: 0x10_0000,
    size_of_stack_commit: 0x1000,
    size_of_heap_reserve: 0x10_0000,
    size_of_heap_commit: 0x1000,
};

/// A static library.
pub fn archive(members: &[&[u8]]) -> Vec<u8> {
    let mut file = b"!<arch>\n".to_vec();
    for member in members {
        let header = format!(
            "{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n",
            "member.o/",
            0,
            0,
            0,
            644,
            member.len()
        );
        file.extend(header.as_bytes());
        file.extend(*member);
        file.resize(file.len().next_multiple_of(2), b'\n');
    }
    file
}

/// A program for Linux without sections: headers, and one segment with the rest of the file.
pub fn bare_elf(data: &[u8]) -> Vec<u8> {
    const HEADERS: u64 = 64 + 56;
    let mut file = b"\x7fELF\x02\x01\x01".to_vec();
    file.resize(16, 0);
    file.extend([2, 0, 62, 0, 1, 0, 0, 0]);
    let (entry, segments, sections) = (0x40_0078_u64, 64_u64, 0_u64);
    file.extend(
        [entry, segments, sections]
            .iter()
            .flat_map(|number| number.to_le_bytes()),
    );
    file.extend([0, 0, 0, 0, 64, 0, 56, 0, 1, 0, 64, 0, 0, 0, 0, 0]);
    let length = HEADERS + data.len() as u64;
    file.extend([1, 0, 0, 0, 5, 0, 0, 0]);
    file.extend(
        [0, 0x40_0000, 0x40_0000, length, length, 0x1000]
            .iter()
            .flat_map(|number: &u64| number.to_le_bytes()),
    );
    file.extend(data);
    file
}

/// An ELF file packed by UPX: its signature after the headers, and the rest compressed.
pub fn packed_elf() -> Vec<u8> {
    bare_elf(b"\x9a\x11\x02\x47UPX!\x00\x02\x0e\x16\x00\x00\x00\x00compressed")
}
